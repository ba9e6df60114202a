/** A body without its codings while it comes, for whoever watches. */
import { createReturnedMemory } from '../transport/returnedMemory.ts';
import { decoded, decodedLimit, unknownCoding, type Piece } from './codings.ts';
import { UndecodableError } from './decoder.ts';
import type { Arrival, Decoding } from './exchange.ts';

export type LiveDecoding = {
  /** Copies the piece, which is decoded in its turn. */
  readonly add: (piece: Uint8Array, arrival: Arrival) => void;
  readonly end: () => void;
};

export type LiveListener = {
  /** `piece` came with `arrival`, which counts its bytes as they were on the wire; it is lent. */
  readonly onPiece: (piece: Uint8Array, arrival: Arrival) => void;
  /** Told once, where no more is decoded before the body is whole. */
  readonly onStop: (why: LiveStop) => void;
};

/** `too-fast`: it comes faster than it can be decoded, and nothing holds up an answer that is only watched. */
export type LiveStop = NonNullable<Decoding['problem']> | { readonly code: 'too-fast' };

/** Bytes that have come and are not decoded yet. */
const maxWaiting = 4 * 1024 * 1024;

export function createLiveDecoding(
  codings: readonly string[],
  { onPiece, onStop }: LiveListener,
): LiveDecoding {
  if (codings.length === 0) return { add: onPiece, end: () => undefined };
  const memory = createReturnedMemory(() => true);
  const decodedMemory = createReturnedMemory(() => true);
  const waiting: Piece<Arrival>[] = [];
  let [waitingBytes, allBytes] = [0, 0];
  let isOver = false;
  let wake = (): void => undefined;

  function end(): void {
    isOver = true;
    waiting.length = 0;
    wake();
  }

  function stop(why: LiveStop): void {
    if (isOver) return;
    end();
    onStop(why);
  }

  async function* pieces(): AsyncGenerator<Piece<Arrival>> {
    while (!isOver) {
      const next = waiting.shift();
      if (next === undefined) await new Promise<void>((resolve) => (wake = resolve));
      else {
        waitingBytes -= next.bytes.length;
        const giveBack = memory.lend(next.bytes);
        yield next;
        giveBack();
      }
    }
  }

  async function decode(): Promise<void> {
    const limit = (): number => decodedLimit(allBytes);
    for await (const { bytes, of } of decoded(pieces(), { codings, limit, isWhole: false })) {
      const giveBack = decodedMemory.lend(bytes);
      if (!isOver) onPiece(bytes, of);
      giveBack();
    }
  }

  const unknown = unknownCoding(codings);
  if (unknown !== null) stop({ code: 'unknown-coding', detail: unknown });
  else {
    decode().catch((error: unknown) => {
      if (error instanceof UndecodableError) stop({ code: error.code, detail: error.detail });
      else throw error;
    });
  }
  return {
    add(piece, arrival) {
      if (isOver) return;
      allBytes += piece.length;
      waitingBytes += piece.length;
      if (waitingBytes > maxWaiting) {
        stop({ code: 'too-fast' });
        return;
      }
      waiting.push({ bytes: Uint8Array.from(piece), of: arrival });
      wake();
    },
    end,
  };
}
