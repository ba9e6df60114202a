/** What is held for long holds no more memory than it needs. */
export function withoutRoom(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > 2 * bytes.length
    ? Uint8Array.prototype.slice.call(bytes)
    : bytes;
}
