/** The bytes of a body as text, by what names its charset. */
import { loadCharset, textOf } from '../client/charset.ts';

export async function bodyWords(bytes: Uint8Array, contentType: string): Promise<string> {
  await loadCharset(bytes, contentType);
  return textOf(bytes, contentType).text;
}
