/**
 * Takes the codings off a body (RFC 9110, section 8.4), piece by piece and in bounded memory,
 * wherever the pieces come from: memory, a file, or the wire.
 */
import type { HeaderField } from '../request/resolvedRequest.ts';
import { decoderMaker, UndecodableError, type Decoder } from './decoder.ts';

/** Some bytes, and what they are part of. */
export type Piece<Of> = { readonly bytes: Uint8Array; readonly of: Of };

/** Lower case, in the order in which they were put on; `identity` is none. */
export function codingsIn(headers: readonly HeaderField[]): readonly string[] {
  const codings: string[] = [];
  for (const [name, value] of headers) {
    if (name.length !== 16 || name.toLowerCase() !== 'content-encoding') continue;
    for (const part of value.split(',')) {
      const coding = part.trim().toLowerCase();
      if (coding !== '' && coding !== 'identity') codings.push(coding);
    }
  }
  return codings;
}

/** The first that nobody here knows; null where all are known. */
export function unknownCoding(codings: readonly string[]): string | null {
  return codings.find((coding) => decoderMaker(coding) === null) ?? null;
}

export type DecodeOptions = {
  /** All of them known. */
  readonly codings: readonly string[];
  /** So many bytes may come out, also between two codings: a few bytes can become gigabytes. */
  readonly limit: () => number;
  /** Whether the pieces are to be a whole body; of a part what can be had of it comes out. */
  readonly isWhole: boolean;
};

/**
 * Whatever a piece gives comes out before the next one is asked for, and is part of the same.
 * So a piece need only be lent; what comes out is the taker's own. Throws `UndecodableError`.
 */
export function decoded<Of>(
  pieces: AsyncIterable<Piece<Of>>,
  { codings, limit, isWhole }: DecodeOptions,
): AsyncIterable<Piece<Of>> {
  // The last one named was put on last.
  return codings.reduceRight((each, coding) => without(coding, each, limit, isWhole), pieces);
}

async function* without<Of>(
  coding: string,
  pieces: AsyncIterable<Piece<Of>>,
  limit: () => number,
  isWhole: boolean,
): AsyncGenerator<Piece<Of>> {
  let decoder: Decoder | undefined;
  let last: Piece<Of> | undefined;
  let bytes = 0;
  const counted = (output: Uint8Array, { of }: Piece<Of>): Piece<Of> => {
    bytes += output.length;
    if (bytes > limit()) throw new UndecodableError('too-large', coding);
    return { bytes: output, of };
  };
  try {
    for await (const piece of pieces) {
      if (piece.bytes.length === 0) continue;
      last = piece;
      decoder ??= decoderMaker(coding)?.(piece.bytes);
      if (decoder === undefined) continue;
      for await (const output of decoder.write(piece.bytes)) yield counted(output, piece);
    }
    if (decoder === undefined || last === undefined || !isWhole) return;
    for await (const output of decoder.end()) yield counted(output, last);
  } finally {
    decoder?.destroy();
  }
}

/** More than that a body does not grow by decoding, unless it is meant to fill a disk. */
const maxGrowth = 50;
const minDecodedLimit = 64 * 1024 * 1024;

/** How many bytes may become of so many coded ones where there is room for them. */
export function decodedLimit(bytes: number): number {
  return Math.max(minDecodedLimit, bytes * maxGrowth);
}
