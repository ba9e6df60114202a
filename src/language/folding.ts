/** What can be folded: requests, bodies, scripts, comments, and `#region` … `#endregion`. */
import type { Block, PlacedBlock } from '../parser/httpFile.ts';
import { perBlock } from './perBlock.ts';
import type { HttpSource } from './source.ts';

/** Lines from 0, both included; `end` is greater than `start`. */
export type Fold = {
  readonly start: number;
  readonly end: number;
  readonly kind: 'block' | 'comment' | 'region';
};

export function folds(source: HttpSource): readonly Fold[] {
  const found: Fold[] = [];
  const openRegions: number[] = [];
  for (const block of source.file.blocks) {
    const { folds: own, marks } = inBlock(source, block);
    for (const fold of own) found.push(moved(fold, block));
    for (const { line, opens } of marks) {
      if (opens) {
        openRegions.push(block.line + line);
        continue;
      }
      const start = openRegions.pop();
      if (start !== undefined) found.push({ start, end: block.line + line, kind: 'region' });
    }
  }
  return found;
}

/** A region may reach over many blocks, so its ends are kept apart. */
type Mark = { readonly line: number; readonly opens: boolean };

const inBlock = perBlock((block, text) => {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lastInk(lines);
  const found: Fold[] = [];
  const add = (start: number, end: number, kind: Fold['kind']): void => {
    if (end > start) found.push({ start, end, kind });
  };
  const { request, separator } = block;
  if (separator !== null) add(0, last, 'block');
  else if (request !== null) add(request.line, request.endLine, 'block');
  if (request?.body != null) {
    add(request.body.line, request.body.line + lineEndsIn(text, request.body.span), 'block');
  }
  for (const script of request?.scripts ?? []) {
    add(script.line, script.line + lineEndsIn(text, script.span), 'block');
  }
  const marks: Mark[] = [];
  addNotes(lines, protectedLines(block, text), add, marks);
  return { folds: found, marks };
});

function moved({ start, end, kind }: Fold, { line }: PlacedBlock): Fold {
  return { start: line + start, end: line + end, kind };
}

/** Comments of several lines, and the ends of regions, outside bodies and scripts. */
function addNotes(
  lines: readonly string[],
  isProtected: (line: number) => boolean,
  add: (start: number, end: number, kind: Fold['kind']) => void,
  marks: Mark[],
): void {
  let comment = -1;
  for (const [line, text] of [...lines, ''].entries()) {
    const isOpen = !isProtected(line);
    const mark = isOpen ? /^\s*(?:#|\/\/)\s*#?(end)?region\b/.exec(text) : null;
    if (mark !== null) marks.push({ line, opens: mark[1] === undefined });
    const isComment = isOpen && mark === null && /^\s*(?:#(?!##)|\/\/)/.test(text);
    if (isComment && comment < 0) comment = line;
    if (!isComment && comment >= 0) {
      add(comment, line - 1, 'comment');
      comment = -1;
    }
    if (isOpen && /^\s*\/\*/.test(text)) {
      const rest = lines.slice(line).findIndex((each) => each.includes('*/'));
      if (rest > 0) add(line, line + rest, 'comment');
    }
  }
}

function protectedLines({ request }: Block, text: string): (line: number) => boolean {
  if (request === null) return () => false;
  const parts = [...request.scripts, ...(request.body === null ? [] : [request.body])];
  const ranges = parts.map(({ line, span }) => [line, line + lineEndsIn(text, span)] as const);
  return (line) => ranges.some(([start, end]) => start <= line && line <= end);
}

function lastInk(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.trim() !== '');
}

function lineEndsIn(text: string, { start, end }: { start: number; end: number }): number {
  return text.slice(start, end).match(/\r\n|\r|\n/g)?.length ?? 0;
}
