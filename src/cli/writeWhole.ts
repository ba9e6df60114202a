import { writeSync } from 'node:fs';

/** All of it, or it throws: a disk that gets full takes a part and only says how much. Without `position`, after what was written last. */
export function writeWhole(file: number, bytes: Uint8Array, position: number | null = null): void {
  for (let at = 0; at < bytes.length;) {
    const place = position === null ? null : position + at;
    at += writeSync(file, bytes, at, bytes.length - at, place);
  }
}
