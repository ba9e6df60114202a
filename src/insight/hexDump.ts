const rowBytes = 16;
/** 4,096 rows: as much as anybody scrolls through. */
export const hexDumpBytes = 65_536;

/** The first bytes, sixteen a row, as offset, hex and ASCII. */
export function hexDump(data: Uint8Array): string {
  const rows: string[] = [];
  const shown = data.subarray(0, hexDumpBytes);
  for (let offset = 0; offset < shown.length; offset += rowBytes) {
    rows.push(hexRow(shown.subarray(offset, offset + rowBytes), offset));
  }
  if (data.length > hexDumpBytes) rows.push('…');
  return `${rows.join('\n')}\n`;
}

function hexRow(row: Uint8Array, offset: number): string {
  let hex = '';
  let ascii = '';
  for (const byte of row) {
    hex += `${hexDigits[byte] ?? ''} `;
    ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(rowBytes * 3)} ${ascii}`;
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
