/** When the place of a body that one points at came. */
import type { Arrival } from '../client/exchange.ts';
import { bytes } from './bytes.ts';
import { limitDuration } from './duration.ts';

/** A piece of a body and where its text is, in UTF-16 units: a character that was split belongs to where it became whole. */
export type Piece = { readonly start: number; readonly end: number; readonly arrival: Arrival };

/** Where the pieces of a body ended in its text; null where its charset can't be read in pieces. */
export function piecesOf(
  body: Uint8Array,
  arrivals: readonly Arrival[],
  charset: string,
): readonly Piece[] | null {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    return null;
  }
  let at = 0;
  let end = 0;
  return arrivals.map((arrival) => {
    const bodyBytes = arrival.bodyBytes ?? arrival.bytes;
    const piece = body.subarray(at, at + bodyBytes);
    at += bodyBytes;
    const start = end;
    end += decoder.decode(piece, { stream: at < body.length }).length;
    return { start, end, arrival };
  });
}

/** Null where no piece is known that has this place, counted as in the pieces. */
export function arrivalAt(pieces: readonly Piece[], offset: number): Arrival | null {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  const found = pieces[low];
  return found === undefined || offset < found.start ? null : found.arrival;
}

/** `Arrived 1.25 s after the request, in a piece of 312 bytes`. */
export function arrivalText({ atMs, bytes: amount }: Arrival): string {
  const ms = atMs < 1000 ? Math.round(atMs) : Math.round(atMs / 10) * 10;
  return `Arrived ${limitDuration(ms)} after the request, in a piece of ${bytes(amount)}`;
}

/** Where in the text a place of the editor is, which takes every kind of line end for one of its own. */
export function offsetOf(text: string, line: number, column: number): number {
  const ends = /\r\n|\r|\n/g;
  for (let left = line; left > 0; left--) {
    if (ends.exec(text) === null) return text.length;
  }
  return Math.min(text.length, ends.lastIndex + column);
}
