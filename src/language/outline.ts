/** What a file holds, for the outline, the breadcrumbs and *Go to Symbol*. */
import type { PlacedBlock, Request } from '../parser/httpFile.ts';
import { isSecretVariable } from '../request/secretNames.ts';
import { perBlock } from './perBlock.ts';
import { placed, type HttpSource, type Range } from './source.ts';

export type OutlineItem = {
  readonly kind: 'request' | 'section' | 'variable';
  readonly name: string;
  readonly detail: string;
  /** All of it. */
  readonly range: Range;
  /** What is marked when somebody goes there; within `range`. */
  readonly selection: Range;
  readonly children: readonly OutlineItem[];
};

export function outline(source: HttpSource): readonly OutlineItem[] {
  return source.file.blocks.flatMap((block) => ofBlock(source, block));
}

function ofBlock(source: HttpSource, at: PlacedBlock): readonly OutlineItem[] {
  const { title, separator, request, variables } = at.block;
  const children = variables.map(({ name, value, span }): OutlineItem => {
    const isSecret = isSecretVariable(name.text) && !value.text.includes('{{');
    const detail = isSecret ? '***' : shorten(value.text);
    const range = placed(at, span);
    const selection = placed(at, name.span);
    return { kind: 'variable', name: `@${name.text}`, detail, range, selection, children: [] };
  });
  const range = placed(at, { start: separator?.start ?? 0, end: ownEnd(source, at) });
  if (request !== null) {
    const line = placed(at, lineSpan(request));
    return [{ kind: 'request', ...words(request, title?.text), range, selection: line, children }];
  }
  if (title === null) return children;
  const selection = placed(at, title.span);
  return [{ kind: 'section', name: title.text, detail: '', range, selection, children }];
}

/** A name or a title says more than the URL, which is then the detail. */
function words(request: Request, title: string | undefined): { name: string; detail: string } {
  const line = `${request.method?.text.toUpperCase() ?? 'GET'} ${shorten(request.target.text)}`;
  const name = title ?? request.name ?? '';
  return name === '' ? { name: line, detail: '' } : { name, detail: line };
}

/** From the method to the end of the URL; a `curl` command may have them in any order. */
function lineSpan({ target, span }: Request): Range {
  return { start: span.start, end: Math.max(span.start, Math.min(target.span.end, span.end)) };
}

/** Without the blank lines at the end of the block. */
const trimmedLength = perBlock((_, text) => {
  let end = text.length;
  while (end > 0 && blanks.includes(text.charAt(end - 1))) end--;
  return end;
});

/** What the parser takes for nothing. */
const blanks = ' \t\v\f\r\n\u00a0\ufeff';

function ownEnd(source: HttpSource, at: PlacedBlock): number {
  return Math.max(trimmedLength(source, at), at.block.request?.span.end ?? 0);
}

function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
