/** A body that has come, without its codings. What can't be decoded is kept as it came, and said. */
import type { HeaderField } from '../request/resolvedRequest.ts';
import type { Bodies } from '../transport/bodies.ts';
import { codingsIn, decoded, decodedLimit, unknownCoding, type Piece } from './codings.ts';
import { UndecodableError } from './decoder.ts';
import { bodyLength, type Arrival, type BodyFile, type Decoding } from './exchange.ts';
import type { ClientSettings } from './settings.ts';
import { bodyLimits } from './wire.ts';

export type Came = {
  readonly body: Uint8Array;
  readonly bodyFile: BodyFile | null;
  /** False where it was cut short: then what can be had of it is decoded. */
  readonly isWhole: boolean;
  readonly arrivals: readonly Arrival[];
};

export type DecodedBody = {
  readonly body: Uint8Array;
  readonly bodyFile: BodyFile | null;
  readonly arrivals: readonly Arrival[];
  readonly decoding: Decoding | null;
};

type Places = Pick<ClientSettings, 'maxBodyBytes' | 'bodyFolder'>;

/** How long a body may be that comes out of so many coded bytes. */
export function keptLimit({ maxBodyBytes, bodyFolder }: Places, bytes: number): number {
  return bodyFolder === null ? maxBodyBytes : decodedLimit(bytes);
}

/** In memory where it fits, in a file where there is a place for it. */
export async function decodedBody(
  came: Came,
  headers: readonly HeaderField[],
  settings: Places,
  bodies: Bodies,
): Promise<DecodedBody> {
  const { body, bodyFile, isWhole, arrivals } = came;
  const codings = codingsIn(headers);
  const rawBytes = bodyLength(came);
  // HEAD and 304 name the codings of a body that did not come.
  if (codings.length === 0 || rawBytes === 0) return { body, bodyFile, arrivals, decoding: null };
  const asItCame = (problem: Decoding['problem']): DecodedBody => {
    return { body, bodyFile, arrivals, decoding: { codings, rawBytes, problem } };
  };
  const unknown = unknownCoding(codings);
  if (unknown !== null) return asItCame({ code: 'unknown-coding', detail: unknown });
  const limit = keptLimit(settings, rawBytes);
  const bytesBy = arrivals.map(() => 0);
  const pieces = asTheyCame(bodyFile === null ? [body] : bodies.read(bodyFile), arrivals);
  const options = { codings, limit: () => limit, isWhole };
  try {
    const collected = await bodies.collect(
      counted(decoded(pieces, options), bytesBy),
      bodyLimits(settings),
    );
    if (bodyFile !== null) await bodies.discard(bodyFile);
    return {
      ...collected,
      arrivals: arrivals.map((each, index) => ({ ...each, bodyBytes: bytesBy[index] ?? 0 })),
      decoding: { codings, rawBytes, problem: null },
    };
  } catch (error) {
    // Anything else is of the disk.
    const { code, detail } =
      error instanceof UndecodableError
        ? error
        : ({ code: 'broken', detail: `${codings.join(', ')}: ${String(error)}` } as const);
    return asItCame({ code, detail });
  }
}

/** Cut where those ended that came off the wire, whose indices they name. */
async function* asTheyCame(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  arrivals: readonly Arrival[],
): AsyncGenerator<Piece<number>> {
  let of = 0;
  let left = arrivals[0]?.bytes ?? Infinity;
  for await (const piece of pieces) {
    let bytes = piece;
    while (bytes.length > left) {
      yield { bytes: bytes.subarray(0, left), of };
      bytes = bytes.subarray(left);
      of += 1;
      left = arrivals[of]?.bytes ?? Infinity;
    }
    left -= bytes.length;
    yield { bytes, of };
  }
}

async function* counted(
  pieces: AsyncIterable<Piece<number>>,
  bytesBy: number[],
): AsyncGenerator<Uint8Array> {
  for await (const { bytes, of } of pieces) {
    // Of those that are not known nobody asks.
    if (of < bytesBy.length) bytesBy[of] = (bytesBy[of] ?? 0) + bytes.length;
    yield bytes;
  }
}
