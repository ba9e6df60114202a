const rowBytes = 16;
const maxBytes = 256;

/** The first bytes, sixteen a row, as offset, hex and ASCII. */
export function hexDump(data: Uint8Array): string {
  const rows: string[] = [];
  const shown = data.subarray(0, maxBytes);
  for (let offset = 0; offset < shown.length; offset += rowBytes) {
    rows.push(hexRow(shown.subarray(offset, offset + rowBytes), offset));
  }
  if (data.length > maxBytes) rows.push('…');
  return `${rows.join('\n')}\n`;
}

function hexRow(row: Uint8Array, offset: number): string {
  const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const ascii = Array.from(row, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
  return `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(rowBytes * 3 - 1)}  ${ascii}`;
}
