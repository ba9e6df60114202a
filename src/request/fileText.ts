/** The text of a file as editors read it: UTF-8, or UTF-16 where it begins with a byte order mark. */

/** Without the mark; null where it is no such text. */
export function fileText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(markedCharset(bytes) ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What a byte order mark at the start says; null without one. */
export function markedCharset([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : null;
}
