/** Improvements that are offered where nothing is wrong. */
import { blockAtOffset } from '../parser/blocks.ts';
import { headerText } from '../parser/header.ts';
import type { PlacedBlock, Request } from '../parser/httpFile.ts';
import type { Fix } from './fixes.ts';
import { isJsonBody } from './jsonBody.ts';
import { contains, lineEndOf, placed, type HttpSource, type Range } from './source.ts';

/** For the request at the place. */
export function rewritesAt(source: HttpSource, { start, end }: Range): readonly Fix[] {
  const at = blockAtOffset(source.file, start);
  const request = at?.block.request;
  if (at == null || request == null || end > at.offset + at.block.length) return [];
  return [...contentType(source, at, request), ...timeUnits(at, request, start)];
}

function contentType({ text }: HttpSource, at: PlacedBlock, request: Request): readonly Fix[] {
  const { body, headers, target } = request;
  if (body?.kind !== 'text' || headerText(headers, 'content-type') !== '') return [];
  if (!isJsonBody(body.text, '')) return [];
  const last = headers.at(-1)?.value.span.end ?? request.httpVersion?.span.end ?? 0;
  const offset = at.offset + Math.max(last, target.span.end);
  const line = `${lineEndOf(text)}Content-Type: application/json`;
  const changes = [{ start: offset, end: offset, text: line }];
  const title = 'Add `Content-Type: application/json`';
  return [{ title, changes, isPreferred: false, isSnippet: false }];
}

function timeUnits(at: PlacedBlock, request: Request, offset: number): readonly Fix[] {
  return request.directives.flatMap(({ name, argument, span }) => {
    const isTime = name === 'timeout' || name === 'connection-timeout';
    if (!isTime || !contains(placed(at, span), offset)) return [];
    if (!/^\d+(?:\.\d+)?$/.test(argument.text)) return [];
    const { end } = placed(at, argument.span);
    const changes = [{ start: end, end, text: ' s' }];
    const title = `Say that \`@${name}\` counts seconds: add \`s\``;
    return [{ title, changes, isPreferred: false, isSnippet: false }];
  });
}
