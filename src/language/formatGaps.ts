/** The blanks between the parts of a line: one where there must be one, else none. */
import type { Block, Request } from '../parser/httpFile.ts';
import { lineAround, type Change } from './source.ts';

/** `text` is the block's own; offsets count from its start. */
export function gapChanges(block: Block, text: string): readonly Change[] {
  const changes: Change[] = [];
  /** Leaves alone what is more than blanks. */
  const gap = (start: number, end: number, wanted: string): void => {
    if (start <= end && /^[ \t]*$/.test(text.slice(start, end))) {
      changes.push({ start, end, text: wanted });
    }
  };
  const { separator, title, variables, request, problems } = block;
  if (separator !== null && title !== null) {
    const marks = /^#+/.exec(text.slice(separator.start))?.[0].length ?? 0;
    gap(separator.start + marks, title.span.start, ' ');
  }
  for (const { name, value, span } of variables) {
    const sign = text.slice(name.span.end, value.span.start).trim();
    if (sign !== '=' && sign !== ':=') continue;
    const at = text.indexOf(sign, name.span.end);
    gap(lineAround(text, span.start).start, span.start, '');
    gap(name.span.end, at, ' ');
    gap(at + sign.length, value.span.start, value.text === '' ? '' : ' ');
  }
  for (const { code, line, span } of problems) {
    if (code !== 'body-without-blank-line' || line === 0) continue;
    const { start } = lineAround(text, span.start);
    // That of the line before: another one might merge with it.
    const lineEnd = /\r?\n?$/.exec(text.slice(0, start))?.[0] ?? '';
    changes.push({ start, end: start, text: lineEnd });
  }
  if (request !== null && !/^curl[ \t]/.test(text.slice(request.span.start))) {
    requestGaps(request, text, gap);
  }
  return changes;
}

function requestGaps(
  request: Request,
  text: string,
  gap: (start: number, end: number, wanted: string) => void,
): void {
  const { method, target, httpVersion, headers, directives } = request;
  if (method !== null && target.text !== '') gap(method.span.end, target.span.start, ' ');
  if (httpVersion !== null && !/[\r\n]/.test(text.slice(target.span.start, target.span.end))) {
    const mark = httpVersion.span.start - 'HTTP/'.length;
    if (mark > target.span.end) gap(target.span.end, mark, ' ');
  }
  for (const { name, value } of headers) {
    // What is no plain name may be something else once its indentation is gone.
    if (!/^[\w-]+$/.test(name.text)) continue;
    const colon = text.indexOf(':', name.span.end);
    gap(lineAround(text, name.span.start).start, name.span.start, '');
    gap(name.span.end, colon, '');
    gap(colon + 1, value.span.start, value.text === '' ? '' : ' ');
  }
  for (const { span, argument } of directives) {
    const written = text.slice(span.start, argument.span.start);
    const [, marks = '', blank = '', name = ''] = /^([#/]+)([ \t]*)(@[\w-]+)/.exec(written) ?? [];
    if (name === '') continue;
    const at = span.start + marks.length + blank.length;
    gap(span.start + marks.length, at, ' ');
    if (argument.text !== '') gap(at + name.length, argument.span.start, ' ');
  }
}
