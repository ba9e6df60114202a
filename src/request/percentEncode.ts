/**
 * Percent-encodes what can't stand in a URL and leaves what is encoded already, as the `encodeurl`
 * package does, which REST Client uses.
 */
export function percentEncode(text: string): string {
  if (!unsafe.test(text)) return text;
  return text.toWellFormed().replace(everyUnsafe, encodeURIComponent);
}

const unsafe = /[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7a\x7c\x7e]|%(?![\dA-Fa-f]{2})/u;
const everyUnsafe = new RegExp(unsafe, 'gu');
