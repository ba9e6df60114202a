/**
 * Gives the memory of bytes back that nobody holds any more.
 * The garbage collector lets 64 MB of them gather before it looks at them.
 */
export function giveBack({ buffer, length }: Uint8Array): void {
  // Memory that they have for themselves can't be anybody else's, such as that of a head or of Node's own pool.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
