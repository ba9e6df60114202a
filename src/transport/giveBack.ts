/**
 * Gives the memory of bytes back that nobody holds any more.
 * It is outside the garbage collector's own heap, and of such memory the collector lets 64 MB gather before it looks.
 */
export function giveBack({ buffer, length }: Uint8Array): void {
  // Memory that they have for themselves can't be anybody else's, such as that of a head or of Node's own pool.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
  // What was read in one go and cut up is freed when the last part of it is: only the collector knows of that.
  else makeCollectorLook(length);
}

/** Of its own heap the collector looks at what is young after some megabytes already, and frees with it what that held. */
function makeCollectorLook(bytes: number): void {
  litter = new Array<number>(Math.ceil(bytes / bytesOfEntry / 2)).fill(0);
}

const bytesOfEntry = 8;

/** Held, so that making it can't be left out as useless. */
export let litter: readonly number[] = [];
