/** What a `send` comes to before anything is sent: the files parsed once, the requests chosen and resolved. */
import type { PlacedWords } from '../insight/problemJson.ts';
import type { HttpFile, PlacedRequest } from '../parser/httpFile.ts';
import { parse } from '../parser/parse.ts';
import { placeProblem, problemsOf, type PlacedProblem } from '../parser/problems.ts';
import { requestAtLine, requestsOf } from '../parser/requests.ts';
import { resolve } from '../request/resolve.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { fileScope } from '../request/scope.ts';
import type { Selection } from './arguments.ts';
import { describeProblem, wholeFileProblem } from './fileProblems.ts';
import type { FileText } from './readText.ts';

export type Plan = {
  readonly requests: readonly ResolvedRequest[];
  /** In the order of the files, then of their lines. */
  readonly problems: readonly PlacedWords[];
  /** Chosen, but with a problem. */
  readonly notSent: number;
  /** Files with nothing in them, which is no mistake. */
  readonly emptyFiles: readonly string[];
  /** Why nothing was chosen; null when something was, or when all was asked for. */
  readonly noMatch: string | null;
};

export type NamedText = { readonly path: string; readonly content: FileText };

export function plan(
  files: readonly NamedText[],
  selection: Selection,
  variables: ReadonlyMap<string, string>,
): Plan {
  const parsed = files.map(({ path, content }) => parseFile(path, content));
  const choices = choose(parsed, selection);
  const plans = choices.map((choice) => planFile(choice, selection, variables));
  const chosen = choices.some(({ chosen }) => chosen.length > 0);
  return {
    requests: plans.flatMap((one) => one.requests),
    problems: plans.flatMap((one) => one.problems),
    notSent: plans.reduce((sum, one) => sum + one.notSent, 0),
    emptyFiles: parsed.filter((one) => one.isEmpty).map((one) => one.path),
    noMatch: chosen ? null : noMatch(parsed, selection),
  };
}

type Parsed = {
  readonly path: string;
  readonly text: string;
  /** Null when the file can't be read. */
  readonly file: HttpFile | null;
  readonly requests: readonly PlacedRequest[];
  readonly unreadable: PlacedWords | null;
  readonly isEmpty: boolean;
};

type Choice = Parsed & { readonly chosen: readonly PlacedRequest[] };

function parseFile(path: string, content: FileText): Parsed {
  if (content.kind === 'unreadable') {
    const unreadable = wholeFileProblem(path, content.code, content.message);
    return { path, text: '', file: null, requests: [], unreadable, isEmpty: false };
  }
  const { text } = content;
  const file = parse(text);
  const isEmpty = text.trim() === '';
  return { path, text, file, requests: requestsOf(file), unreadable: null, isEmpty };
}

/** A name is looked for among the names of all files first, then among the titles. */
function choose(files: readonly Parsed[], selection: Selection): readonly Choice[] {
  const pick = (test: (one: PlacedRequest) => boolean): readonly Choice[] =>
    files.map((one) => ({ ...one, chosen: one.requests.filter(test) }));
  switch (selection.kind) {
    case 'all':
      return pick(() => true);
    case 'line':
      return files.map((one) => ({ ...one, chosen: atLine(one.file, selection.line) }));
    case 'name': {
      const named = pick(({ request }) => request.name === selection.name);
      return named.some(({ chosen }) => chosen.length > 0)
        ? named
        : pick(({ title }) => title === selection.name);
    }
  }
}

function atLine(file: HttpFile | null, line: number): readonly PlacedRequest[] {
  const last = file?.blocks.at(-1);
  // After the end of the file there is nothing, not even the last request.
  if (file === null || last === undefined || line > last.line + last.block.lineEnds + 1) return [];
  const placed = requestAtLine(file, line - 1);
  return placed === null ? [] : [placed];
}

function noMatch(files: readonly Parsed[], selection: Selection): string | null {
  if (selection.kind === 'all') return null;
  const paths = files.map(({ path }) => path).join(', ');
  if (selection.kind === 'line') return `There is no request on line ${selection.line} of ${paths}`;
  const names = files
    .flatMap(({ requests }) => requests.map(({ request, title }) => request.name ?? title))
    .filter((name) => name !== null);
  const known = names.length === 0 ? '' : `. There are: ${names.slice(0, 20).join(', ')}`;
  return `There is no request named ${selection.name} in ${paths}${known}`;
}

type FilePlan = Pick<Plan, 'requests' | 'problems' | 'notSent'>;

function planFile(
  { path, text, file, unreadable, isEmpty, chosen, requests: all }: Choice,
  selection: Selection,
  variables: ReadonlyMap<string, string>,
): FilePlan {
  if (unreadable !== null) return { requests: [], problems: [unreadable], notSent: 0 };
  if (file === null || isEmpty) return { requests: [], problems: [], notSent: 0 };
  const problems = // Where one request is asked for, the mistakes of the others are not in the way.
    (
      selection.kind === 'all' || all.length === 0
        ? problemsOf(file)
        : chosen.flatMap(problemsOfOne)
    ).map((problem) => describeProblem(problem, path, text));
  const scope = fileScope(file, variables);
  const requests: ResolvedRequest[] = [];
  for (const placed of chosen) {
    if (placed.problems.some(({ severity }) => severity === 'error')) continue;
    const resolution = resolve(placed, scope, path);
    problems.push(...resolution.problems.map((one) => describeProblem(one, path, text)));
    if (resolution.kind === 'ready') requests.push(resolution.request);
  }
  if (all.length === 0 && !problems.some(({ severity }) => severity === 'error')) {
    problems.push(wholeFileProblem(path, 'no-request', noRequest));
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { requests, problems, notSent: chosen.length - requests.length };
}

const noRequest =
  'This file has no request. A request begins with a line such as GET https://example.com';

function problemsOfOne({ problems, offset, blockLine }: PlacedRequest): readonly PlacedProblem[] {
  return problems.map((problem) => placeProblem(problem, offset, blockLine));
}
