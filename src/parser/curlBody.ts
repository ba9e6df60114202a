/** The body that the data options of a `curl` command make: as a file of the dialect would have it. */
import { addHeader, type CurlCommand, type CurlData, type CurlField } from './curlCommand.ts';
import { headerText } from './header.ts';
import type { Body, FilePart, Span, Token } from './httpFile.ts';
import { Reworded, RewordedText } from './token.ts';

/** Adds the `Content-Type` that curl would. */
export function curlBody(command: CurlCommand): Body | null {
  const { data, fields } = command;
  if (fields.length > 0) return formBody(command, fields);
  const [first] = data;
  if (first === undefined) return null;
  if (!command.isUpload) {
    addType(command, first.place, 'application/x-www-form-urlencoded');
  }
  const pieces = data.flatMap((piece, index): CurlData[] =>
    index === 0 ? [piece] : [{ kind: 'text', text: '&', place: piece.place }, piece],
  );
  if (pieces.some(({ kind }) => kind === 'file')) return filesBody(pieces, command);
  const span = spanOf(data);
  const line = command.lineAt(span.start);
  return { kind: 'data', text: pieces.map(({ text }) => text).join(''), line, span };
}

function formBody(command: CurlCommand, fields: readonly CurlField[]): Body {
  const boundary = boundaryFor(fields);
  const [first] = fields;
  if (first !== undefined) {
    addType(command, first.content.place, `multipart/form-data; boundary=${boundary}`);
  }
  const pieces = fields.flatMap(({ name, content, fileName, type }): CurlData[] => {
    const file = fileName === null ? '' : `; filename="${fileName}"`;
    const typeLine = type === null ? '' : `Content-Type: ${type}\n`;
    const head = `--${boundary}\nContent-Disposition: form-data; name="${name}"${file}\n${typeLine}\n`;
    const { place } = content;
    return [{ kind: 'text', text: head, place }, content, { kind: 'text', text: '\n', place }];
  });
  const place = pieces.at(-1)?.place;
  if (place !== undefined) pieces.push({ kind: 'text', text: `--${boundary}--`, place });
  return filesBody(pieces, command);
}

/** Nothing that a field says may look like the boundary. */
function boundaryFor(fields: readonly CurlField[]): string {
  const lengths = fields.flatMap(({ content }) =>
    [...content.text.matchAll(/keepalive-form(-*)/g)].map(([, dashes = '']) => dashes.length + 1),
  );
  return `keepalive-form${'-'.repeat(lengths.reduce((most, length) => Math.max(most, length), 0))}`;
}

/** One file alone, or text and files in turn. */
function filesBody(pieces: readonly CurlData[], { lineAt }: CurlCommand): Body {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return filePart(first, lineAt);
  const parts = joined(pieces).map((piece) =>
    piece.kind === 'file'
      ? filePart(piece, lineAt)
      : new RewordedText(piece.text, piece.place.span, lineAt(piece.place.start)),
  );
  const text = pieces.map((piece) => (piece.kind === 'file' ? `< ${piece.text}` : piece.text));
  const span = spanOf(pieces);
  return { kind: 'mixed', text: text.join(''), parts, line: lineAt(span.start), span };
}

function joined(pieces: readonly CurlData[]): readonly CurlData[] {
  const result: CurlData[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text') {
      result[result.length - 1] = { ...last, text: last.text + piece.text };
    } else result.push(piece);
  }
  return result;
}

type LineAt = CurlCommand['lineAt'];

function filePart({ text, place }: CurlData, lineAt: LineAt): FilePart {
  const line = lineAt(place.start);
  const path = new Reworded(text, place.span);
  return { kind: 'file', path, expands: false, encoding: null, line, span: place.span };
}

function spanOf(pieces: readonly CurlData[]): Span {
  let start = Infinity;
  let end = 0;
  for (const { place } of pieces) {
    start = Math.min(start, place.start);
    end = Math.max(end, place.end);
  }
  return { start, end };
}

function addType(command: CurlCommand, place: Token, type: string): void {
  if (headerText(command.headers, 'content-type') === '') {
    addHeader(command, place, `Content-Type: ${type}`);
  }
}
