/** Pieces of a body that came and have not been looked at yet: their newest bytes, in memory of their own. */
import type { Arrival } from '../client/exchange.ts';

export type PendingPieces = {
  /** Copies the piece. Tells how many bytes had to go to make room for it, oldest first. */
  readonly add: (piece: Uint8Array, arrival: Arrival) => number;
  /** All there are, the oldest first, which are gone then; their bytes are lent until the next `add`. */
  readonly take: () => readonly PendingPiece[];
};

export type PendingPiece = { readonly bytes: Uint8Array; readonly arrival: Arrival };

type Placed = { readonly start: number; readonly end: number; readonly arrival: Arrival };

/** No more than `capacity` bytes, and where some have to go half of it is left, so that not each piece moves all others. */
export function createPendingPieces(capacity: number): PendingPieces {
  // Most bodies are short.
  let bytes = new Uint8Array(0);
  let pieces: Placed[] = [];
  let end = 0;

  function grow(length: number): void {
    const larger = new Uint8Array(Math.min(capacity, Math.max(length, 2 * bytes.length)));
    larger.set(bytes.subarray(0, end));
    bytes = larger;
  }

  function makeRoom(length: number): number {
    if (end + length <= bytes.length) return 0;
    if (bytes.length < capacity) grow(end + length);
    if (end + length <= capacity) return 0;
    const dropped = Math.min(end, Math.max(end + length - capacity, end - capacity / 2));
    bytes.copyWithin(0, dropped, end);
    end -= dropped;
    pieces = pieces
      .filter((piece) => piece.end > dropped)
      .map(({ start, end: until, arrival }) => {
        return { start: Math.max(0, start - dropped), end: until - dropped, arrival };
      });
    return dropped;
  }

  return {
    add(piece, arrival) {
      const kept = piece.subarray(Math.max(0, piece.length - capacity));
      const dropped = makeRoom(kept.length);
      bytes.set(kept, end);
      pieces.push({ start: end, end: end + kept.length, arrival });
      end += kept.length;
      return dropped + piece.length - kept.length;
    },
    take() {
      const taken = pieces.map(({ start, end: until, arrival }) => {
        return { bytes: bytes.subarray(start, until), arrival };
      });
      pieces = [];
      end = 0;
      return taken;
    },
  };
}
