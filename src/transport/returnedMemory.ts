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
        else if (!lent.isOurs) leaveToCollector(piece.length);
      };
    },
    keep(piece) {
      lentBy(piece).pieces = Infinity;
    },
  };
}

function giveBackUnlessHeld({ memory, pieces }: Lent): void {
  if (pieces === 0 && memory instanceof ArrayBuffer) memory.transfer(0);
}

/**
 * Sees to it that the collector looks before too much has been left to it.
 * Of its own heap it looks at what is young after some megabytes already, and frees what that held as well.
 * So as much is littered there as has been let go elsewhere; in pieces, as what is large does not count as young.
 */
export function leaveToCollector(bytes: number): void {
  for (owed += bytes; owed >= litterBytes; owed -= litterBytes) {
    litter = new Array<number>(litterBytes / bytesOfEntry).fill(0);
  }
}

const litterBytes = 8192;
const bytesOfEntry = 8;
let owed = 0;

/** Held, so that making it can't be left out as useless. */
export let litter: readonly number[] = [];
