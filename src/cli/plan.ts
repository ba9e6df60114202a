/**
 * What a `send` or a `check` comes to before anything is sent: the files read once, the requests
 * chosen, their files and prompts found. Only what other requests answer is left for the run.
 */
import type { PlacedWords } from '../insight/problemJson.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import { placeProblem, problemsOf, type PlacedProblem } from '../parser/problems.ts';
import { variablesOf } from '../parser/variablesOf.ts';
import { blockProblems } from '../request/blockProblems.ts';
import type { FileContent } from '../request/fileAccess.ts';
import type { Answer, Need } from '../request/needs.ts';
import { prepare } from '../request/prepare.ts';
import type { RequestProblem } from '../request/problems.ts';
import { requestReferences } from '../request/requestReferences.ts';
import { atOnce } from '../request/steps.ts';
import { variableCycles } from '../request/variableCycles.ts';
import { previewOf } from '../request/resolve.ts';
import { bodyFile } from '../run/bodyFile.ts';
import type { RunItem } from '../run/run.ts';
import { referenceProblem } from '../run/sendFirstWords.ts';
import { createUnsendable, type Unsendable } from '../run/unsendable.ts';
import type { Selection } from './arguments.ts';
import type { Ask } from './askInTerminal.ts';
import { choose, noMatch, type Choice } from './choose.ts';
import { environmentProblems } from './environmentProblems.ts';
import { describeProblem, wholeFileProblem } from './fileProblems.ts';
import { strays, type LeftOut } from './leftOut.ts';
import { openFile, type Given, type NamedText, type OpenFile } from './openFile.ts';

export type Plan = {
  readonly items: readonly PlannedItem[];
  /** In the order of the files, then of their lines. */
  readonly problems: readonly PlacedWords[];
  /** Chosen, but with a problem. */
  readonly notSent: number;
  /** Those, and the files that are wrong as a whole. */
  readonly leftOut: readonly LeftOut[];
  /** Files with nothing in them, which is no mistake. */
  readonly emptyFiles: readonly string[];
  /** Why nothing was chosen; null when something was, or when all was asked for. */
  readonly noMatch: string | null;
  /** Somebody was asked for a value and would not give it. */
  readonly givenUp: boolean;
};

/** The method is as written where what it is sent to depends on another request. */
export type PlannedItem = RunItem & { readonly file: OpenFile; readonly method: string };

/** Without `ask` nobody is asked, and what they would say is no problem. */
export async function plan(
  files: readonly NamedText[],
  selection: Selection,
  given: Given,
  ask: Ask | null,
): Promise<Plan> {
  const cache = new Map<string, Promise<FileContent>>();
  const opened = await Promise.all(files.map((file) => openFile(file, given, cache)));
  const readable = opened.filter((one) => 'file' in one);
  const choices = choose(readable, selection);
  const environments = environmentProblems(readable, given.environments);
  // What would go out without its environment was meant for another place: nothing is sent, and nobody asked.
  const isMeant = environments.every(({ code }) => code !== 'unknown-environment');
  const plans: FilePlan[] = [];
  for (const one of opened) {
    const choice = choices.find(({ open }) => open === one);
    // Who would not answer once is not asked again.
    const asks = plans.some(({ givenUp }) => givenUp) ? giveUp : isMeant ? ask : null;
    if (choice !== undefined) plans.push(await planFile(choice, selection, asks));
    else if ('unreadable' in one) plans.push({ ...nothing, problems: [one.unreadable] });
  }
  const paths = files.map(({ path }) => path);
  const ready = plans.flatMap(({ items }) => items);
  const items = isMeant ? ready : [];
  const problems = [...environments, ...plans.flatMap((one) => one.problems)];
  const leftOut = [
    ...plans.flatMap((one) => one.leftOut),
    ...(isMeant ? [] : ready.map((item) => leftOutOf(item.placed, item.file.path, environments))),
  ];
  return {
    items,
    problems,
    leftOut: [...leftOut, ...strays(problems, leftOut)],
    notSent: plans.reduce((sum, one) => sum + one.notSent, ready.length - items.length),
    emptyFiles: readable.filter(({ isEmpty }) => isEmpty).map(({ path }) => path),
    noMatch: choices.some(({ chosen }) => chosen.length > 0)
      ? null
      : noMatch(readable, paths, selection),
    givenUp: plans.some(({ givenUp }) => givenUp),
  };
}

const giveUp: Ask = () => Promise.resolve(null);

type FilePlan = Pick<Plan, 'items' | 'problems' | 'notSent' | 'leftOut' | 'givenUp'>;

const nothing: FilePlan = { items: [], problems: [], notSent: 0, leftOut: [], givenUp: false };

async function planFile(
  { open, chosen }: Choice,
  selection: Selection,
  ask: Ask | null,
): Promise<FilePlan> {
  const { path, text, file, requests: all, isEmpty } = open;
  if (isEmpty) return nothing;
  // Where one request is asked for, the mistakes of the others are not in the way.
  const isWhole = selection.kind === 'all' || all.length === 0;
  const found = isWhole
    ? [...problemsOf(file), ...file.blocks.flatMap(blockProblems), ...cyclesOf(open)]
    : chosen.flatMap(problemsOfOne);
  const problems = found.map((problem) => describeProblem(problem, path, text));
  const items: PlannedItem[] = [];
  const leftOut: LeftOut[] = [];
  const unsendable = createUnsendable(open, (need) => bodyFile(need, open.files));
  let givenUp = false;
  for (const placed of chosen) {
    if (placed.problems.some(({ severity }) => severity === 'error')) {
      const own = problemsOfOne(placed).map((problem) => describeProblem(problem, path, text));
      leftOut.push(leftOutOf(placed, path, own));
      continue;
    }
    const item = await planItem(placed, open, ask, unsendable);
    if (item === 'given-up') {
      givenUp = true;
      break;
    }
    problems.push(...item.problems);
    if (item.planned !== null) items.push(item.planned);
    else leftOut.push(leftOutOf(placed, path, item.problems));
  }
  if (all.length === 0 && !problems.some(({ severity }) => severity === 'error')) {
    problems.push(wholeFileProblem(path, 'no-request', noRequest));
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { items, problems, notSent: chosen.length - items.length, leftOut, givenUp };
}

function leftOutOf(
  { request, title, line }: PlacedRequest,
  file: string,
  problems: readonly PlacedWords[],
): LeftOut {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const source = { file, name: request.name, title, line: line + 1 };
  return { source, because: 'wrong', problems: errors };
}

function cyclesOf({ file, given }: OpenFile): readonly RequestProblem[] {
  return atOnce(variableCycles(variablesOf(file), given));
}

type Planned = { readonly planned: PlannedItem | null; readonly problems: readonly PlacedWords[] };

async function planItem(
  placed: PlacedRequest,
  open: OpenFile,
  ask: Ask | null,
  unsendable: Unsendable,
): Promise<Planned | 'given-up'> {
  const described = (one: RequestProblem): PlacedWords =>
    describeProblem(one, open.path, open.text);
  for (const { name } of requestReferences(placed)) {
    const why = await unsendable(name, placed);
    if (why === null) continue;
    return { planned: null, problems: [described(referenceProblem(placed, why, false))] };
  }
  const answers = new Map<string, Answer>();
  const find = async (need: Need): Promise<Answer | 'later' | null> => {
    if (need.kind === 'file') return bodyFile(need, open.files);
    if (need.kind === 'prompt') return ask === null ? 'later' : ask(need);
    const message = await unsendable(need.query.request, placed);
    return message === null ? 'later' : { message };
  };
  const prepared = await prepare(placed, open.scope, open.path, answers, find);
  if (prepared.kind === 'given-up') return 'given-up';
  const problems = prepared.problems.map(described);
  if (prepared.kind === 'problems') return { planned: null, problems };
  // Not the whole of what it comes to: it is resolved anew in its turn, and of many that is much to keep.
  const method = previewOf(prepared)?.method ?? placed.request.method?.text ?? 'GET';
  return { planned: { placed, file: open, answers, method }, problems };
}

const noRequest =
  'This file has no request. A request begins with a line such as GET https://example.com';

function problemsOfOne({ problems, offset, blockLine }: PlacedRequest): readonly PlacedProblem[] {
  return problems.map((problem) => placeProblem(problem, offset, blockLine));
}
