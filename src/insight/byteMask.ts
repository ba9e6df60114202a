/** Known secrets in bytes, each in as many stars as it has bytes. */
import { spellings } from './maskText.ts';

const encoder = new TextEncoder();

export function maskBytes(bytes: Uint8Array, secrets: readonly string[]): Uint8Array {
  return spellings(secrets).reduce(
    (masked, spelling) => withoutBytes(masked, encoder.encode(spelling)),
    bytes,
  );
}

/**
 * The same for bytes that come in pieces, as many as were given in all.
 * The end of a piece is held back, as a secret may go on in the next one; the last one gives all.
 */
export function createByteMask(
  secrets: readonly string[],
): (piece: Uint8Array, isLast: boolean) => Uint8Array {
  if (secrets.length === 0) return (piece) => piece;
  const longest = Math.max(1, ...spellings(secrets).map((one) => encoder.encode(one).length));
  let held = new Uint8Array(0);
  return (piece, isLast) => {
    const bytes = new Uint8Array(held.length + piece.length);
    bytes.set(held);
    bytes.set(piece, held.length);
    const masked = maskBytes(bytes, secrets);
    const end = isLast ? masked.length : Math.max(0, masked.length - longest + 1);
    held = masked.slice(end);
    return masked.subarray(0, end);
  };
}

const star = 0x2a;

function withoutBytes(bytes: Uint8Array, secret: Uint8Array): Uint8Array {
  const [first] = secret;
  if (first === undefined) return bytes;
  const masked = bytes.slice();
  for (let at = masked.indexOf(first); at !== -1; at = masked.indexOf(first, at + 1)) {
    if (secret.every((byte, index) => masked[at + index] === byte)) {
      masked.fill(star, at, at + secret.length);
    }
  }
  return masked;
}
