/** Which requests of the files are meant. */
import type { PlacedRequest } from '../parser/httpFile.ts';
import { blockAtLine } from '../parser/blocks.ts';
import { placedRequest } from '../parser/requests.ts';
import type { Selection } from './arguments.ts';
import type { OpenFile } from './openFile.ts';

export type Choice = { readonly open: OpenFile; readonly chosen: readonly PlacedRequest[] };

/** A name is looked for among the names of all files first, then among the titles. */
export function choose(files: readonly OpenFile[], selection: Selection): readonly Choice[] {
  const pick = (test: (one: PlacedRequest) => boolean): readonly Choice[] =>
    files.map((open) => ({ open, chosen: open.requests.filter(test) }));
  switch (selection.kind) {
    case 'all':
      return pick(() => true);
    case 'line':
      return files.map((open) => ({ open, chosen: atLine(open, selection.line) }));
    case 'name': {
      const named = pick(({ request }) => request.name === selection.name);
      return named.some(({ chosen }) => chosen.length > 0)
        ? named
        : pick(({ title }) => title === selection.name);
    }
  }
}

/** Why nothing was chosen; null when all was asked for. */
export function noMatch(
  files: readonly OpenFile[],
  paths: readonly string[],
  selection: Selection,
): string | null {
  if (selection.kind === 'all') return null;
  const listed = paths.join(', ');
  if (selection.kind === 'line')
    return `There is no request on line ${selection.line} of ${listed}`;
  const names = files
    .flatMap(({ requests }) => requests.map(({ request, title }) => request.name ?? title))
    .filter((name) => name !== null);
  const known = names.length === 0 ? '' : `. There are: ${names.slice(0, 20).join(', ')}`;
  return `There is no request named ${selection.name} in ${listed}${known}`;
}

function atLine({ file, requests }: OpenFile, line: number): readonly PlacedRequest[] {
  const block = blockAtLine(file, line - 1);
  // After the end of the file there is nothing, not even the last request.
  const placed = block === null || line > lastLine(file) ? null : placedRequest(block);
  if (placed === null) return [];
  return requests.filter((one) => one.line === placed.line);
}

function lastLine({ blocks }: OpenFile['file']): number {
  const last = blocks.at(-1);
  return last === undefined ? 0 : last.line + last.block.lineEnds + 1;
}
