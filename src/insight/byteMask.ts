/** Known secrets in bytes, in whatever charset these are: each in as many stars as it has bytes. */
import { spellings } from './maskText.ts';
import { atOnce } from '../request/steps.ts';
import { placesInCut, placesOf, wordsToFind, type Words } from './wordPlaces.ts';

export function maskBytes(bytes: Uint8Array, secrets: readonly string[]): Uint8Array {
  return withoutAll(bytes, inBytes(secrets));
}

/** The same for bytes that were cut: what a secret may begin with at their end is taken out as well. */
export function maskCutBytes(bytes: Uint8Array, secrets: readonly string[]): Uint8Array {
  return withoutAll(bytes, inBytes(secrets), placesInCut);
}

/**
 * The same for bytes that come in pieces, as many as were given in all.
 * The end of a piece is held back, as a secret may go on in the next one; the last one gives all.
 */
export function createByteMask(
  secrets: readonly string[],
): (piece: Uint8Array, isLast: boolean) => Uint8Array {
  if (secrets.length === 0) return (piece) => piece;
  const words = inBytes(secrets);
  const longest = words.lengths[0] ?? 1;
  let held = new Uint8Array(0);
  return (piece, isLast) => {
    const bytes = new Uint8Array(held.length + piece.length);
    bytes.set(held);
    bytes.set(piece, held.length);
    const masked = withoutAll(bytes, words);
    const end = isLast ? masked.length : Math.max(0, masked.length - longest + 1);
    held = masked.slice(end);
    return masked.subarray(0, end);
  };
}

const encoder = new TextEncoder();

/** In UTF-8, in Latin-1 where that is another, and in UTF-16, whichever of two bytes comes first. */
function encodings(text: string): readonly Uint8Array[] {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const utf8 = encoder.encode(text);
  const isLatin1 = utf8.length > units.length && units.every((unit) => unit < 256);
  return [
    utf8,
    ...(isLatin1 ? [Uint8Array.from(units)] : []),
    Uint8Array.from(units.flatMap((unit) => [unit & 255, unit >> 8])),
    Uint8Array.from(units.flatMap((unit) => [unit >> 8, unit & 255])),
  ];
}

const star = 0x2a;

/** Each byte is a letter of its own in it, and a text is searched far faster than bytes are. */
const letters = new TextDecoder('latin1');

function inBytes(secrets: readonly string[]): Words {
  return wordsToFind(
    spellings(secrets)
      .flatMap(encodings)
      .map((bytes) => letters.decode(bytes)),
  );
}

function withoutAll(bytes: Uint8Array, words: Words, find = placesOf): Uint8Array {
  const masked = bytes.slice();
  for (const { start, end } of atOnce(find(letters.decode(bytes), words)))
    masked.fill(star, start, end);
  return masked;
}
