/** `-F name=value`, `-F name=@path;type=image/png;filename=a.png` and `-F name=<path`. */
import type { CurlField } from './curlCommand.ts';
import type { Token } from './httpFile.ts';

/** `hasMarks`: whether `@`, `<` and `;` mean something; with `--form-string` they do not. */
export function formField(place: Token, hasMarks: boolean): CurlField {
  const { text } = place;
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const written = equals < 0 ? '' : text.slice(equals + 1);
  const mark = hasMarks ? /^[@<]/.exec(written)?.[0] : undefined;
  const { bare, type, fileName } = hasMarks
    ? withOptions(written)
    : { ...noOptions, bare: written };
  if (mark === undefined) {
    return {
      name,
      content: { kind: 'text', text: bare, place },
      fileName: unquoted(fileName),
      type,
    };
  }
  const path = unquoted(bare.slice(1)) ?? '';
  const ownName = mark === '@' ? (path.split(/[\\/]/).at(-1) ?? path) : null;
  return {
    name,
    content: { kind: 'file', text: path, place },
    fileName: unquoted(fileName) ?? ownName,
    type: type ?? (mark === '@' ? typeOf(path) : null),
  };
}

type Options = {
  readonly bare: string;
  readonly type: string | null;
  readonly fileName: string | null;
};

const noOptions = { type: null, fileName: null };

/** Takes the `;name=value` off the end, as far as the names are known. */
function withOptions(written: string): Options {
  const pieces = written.split(';');
  let { type, fileName }: Omit<Options, 'bare'> = noOptions;
  while (pieces.length > 1) {
    const [, name, value = ''] =
      /^\s*(type|filename|headers|encoder)=(.*)$/is.exec(pieces.at(-1) ?? '') ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === 'type') type = value.trim();
    else if (name.toLowerCase() === 'filename') fileName = value.trim();
    pieces.pop();
  }
  return { bare: pieces.join(';'), type, fileName };
}

function unquoted(text: string | null): string | null {
  return text === null ? null : text.replace(/^"(.*)"$/s, '$1');
}

/** What curl sends for the ending of a name. */
function typeOf(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return types[ending] ?? 'application/octet-stream';
}

const types: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
};
