/**
 * Gives the memory of pieces back that nobody holds any more.
 * It is outside the garbage collector's own heap, and of such memory the collector lets 64 MB gather before it looks.
 */
export type ReturnedMemory = {
  /** A piece that has come; the answer is to be called when nobody holds it any more. */
  readonly lend: (piece: Uint8Array) => () => void;
  /** A piece that is held for good, and with it all that was cut from the same memory. */
  readonly keep: (piece: Uint8Array) => void;
};

/** Memory that pieces are cut from. */
type Lent = {
  readonly memory: ArrayBufferLike;
  readonly isOurs: boolean;
  /** Those that somebody holds. */
  pieces: number;
  /** Nothing more is cut from it. */
  isUsedUp: boolean;
};

/**
 * `isOurs` tells of the memory of a piece whether nothing is cut from it but such pieces, one after the other before the next memory.
 * Of any other, such as that of a stream beside others or of Node's pool, only the collector knows when it is free.
 */
export function createReturnedMemory(isOurs: (memory: ArrayBufferLike) => boolean): ReturnedMemory {
  let last: Lent | null = null;

  function lentBy(piece: Uint8Array): Lent {
    const memory = piece.buffer;
    if (last?.memory === memory) return last;
    if (last?.isOurs === true && !last.isUsedUp) {
      last.isUsedUp = true;
      giveBackUnlessHeld(last);
    }
    // What a piece has for itself can't be anybody else's.
    const isUsedUp = piece.length === memory.byteLength;
    last = { memory, isOurs: isUsedUp || isOurs(memory), pieces: 0, isUsedUp };
    return last;
  }

  return {
    lend(piece) {
      const lent = lentBy(piece);
      lent.pieces += 1;
      return () => {
        lent.pieces -= 1;
        if (lent.isUsedUp) giveBackUnlessHeld(lent);
      };
    },
    keep(piece) {
      lentBy(piece).pieces = Infinity;
    },
  };
}

/** The memory of a piece that nobody holds, if it has that for itself. */
export function giveBack(piece: Uint8Array): void {
  if (piece.length === piece.buffer.byteLength) endMemory(piece.buffer);
}

function giveBackUnlessHeld({ memory, pieces }: Lent): void {
  if (pieces === 0) endMemory(memory);
}

function endMemory(memory: ArrayBufferLike): void {
  if (memory instanceof ArrayBuffer) memory.transfer(0);
}
