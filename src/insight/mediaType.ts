import { headerValue } from '../request/headerValue.ts';
import type { HeaderField } from '../request/resolvedRequest.ts';

export type MediaType = {
  /** `application/json`; lower case, empty without the header. */
  readonly essence: string;
  /** As the header has it, lower case; null without one. */
  readonly charset: string | null;
};

export function mediaTypeOf(headers: readonly HeaderField[]): MediaType {
  const value = headerValue(headers, 'content-type') ?? '';
  const [essence = '', ...parameters] = value.split(';');
  const charset = parameters.map((text) => charsetPattern.exec(text)?.[1]).find(Boolean) ?? null;
  return { essence: essence.trim().toLowerCase(), charset: charset?.toLowerCase() ?? null };
}

const charsetPattern = /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i;

/** A language every VS Code knows, by its id, or one of ours. */
export function languageOf(essence: string): string {
  const known = languages.get(essence);
  if (known !== undefined) return known;
  if (essence.endsWith('+json')) return 'json';
  if (essence.endsWith('+xml')) return 'xml';
  return 'plaintext';
}

/** For half a body: the lines of JSON Lines are coloured as JSON, and nobody finds fault with them. */
export function languageOfPart(essence: string): string {
  const language = languageOf(essence);
  return language === 'json' ? 'jsonl' : language;
}

/** Looks as HTML does, but VS Code does not put what it thinks of a page's style and scripts among the user's problems. */
const htmlResponse = 'html-response';

const languages = new Map([
  ['application/json', 'json'],
  ['text/json', 'json'],
  ['application/x-ndjson', 'jsonl'],
  ['application/jsonl', 'jsonl'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['text/html', htmlResponse],
  ['application/xhtml+xml', htmlResponse],
  ['application/javascript', 'javascript'],
  ['text/javascript', 'javascript'],
  ['text/css', 'css'],
  ['text/markdown', 'markdown'],
  ['application/yaml', 'yaml'],
  ['application/x-yaml', 'yaml'],
  ['text/yaml', 'yaml'],
]);

/** What a browser draws as a picture. */
export function isImageType(essence: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/.test(
    essence,
  );
}

/** Whether the type is not text, whatever the bytes look like. */
export function isBinaryType(essence: string): boolean {
  if (essence.endsWith('+xml') || essence.endsWith('+json')) return false;
  return /^(image|audio|video|font)\/|^application\/(octet-stream|pdf|zip|gzip|x-gzip|x-tar|wasm|x-protobuf|protobuf|grpc|vnd\.)/.test(
    essence,
  );
}
