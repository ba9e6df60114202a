/** A sentence for what can't be written: the place and the way out. */
export function unwritable(place: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = sentences.get(code) ?? `it can't be written${code === '' ? '' : ` (${code})`}`;
  return `${place}: ${why}`;
}

const sentences = new Map([
  ['ENOSPC', 'the disk is full. Make room, or write it elsewhere'],
  ['ENOENT', 'there is no such directory. Make it first'],
  ['ENOTDIR', 'there is no such directory. Make it first'],
  ['EISDIR', 'this is a directory. Name a file'],
  ['EACCES', 'it may not be written. Check its permissions'],
  ['EPERM', 'it may not be written. Check its permissions'],
  ['EROFS', 'this file system is read-only. Write it elsewhere'],
]);
