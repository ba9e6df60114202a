/** The lines of a block that mean what they are, to the last blank: bodies, scripts, and the like. */
import type { Block, Span } from '../parser/httpFile.ts';

export function untouchedLines(block: Block, text: string): (line: number) => boolean {
  const { request } = block;
  const parts: Span[] = [];
  if (request === null) {
    // A pasted response is not in the tree.
    const response = /^[ \t\ufeff]*HTTP\/\d/m.exec(text);
    if (response !== null) parts.push({ start: response.index, end: text.length });
  } else {
    if (request.body !== null) parts.push(request.body.span);
    for (const { kind, span } of request.scripts) if (kind === 'inline') parts.push(span);
    if (/^curl[ \t]/.test(text.slice(request.span.start))) parts.push(request.span);
  }
  parts.push(...blockComments(text, parts));
  const ranges = parts.map(({ start, end }) => [lineOf(text, start), lineOf(text, end)] as const);
  return (line) => ranges.some(([first, last]) => first <= line && line <= last);
}

function blockComments(text: string, others: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  const opening = /(?<=^|[\r\n])[ \t\ufeff]*\/\*/g;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const { index: start } = match;
    if (others.some((part) => part.start <= start && start < part.end)) continue;
    const close = text.indexOf('*/', opening.lastIndex);
    const end = close < 0 ? text.length : close + 2;
    found.push({ start, end });
    opening.lastIndex = end;
  }
  return found;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).match(/\r\n|\r|\n/g)?.length ?? 0;
}
