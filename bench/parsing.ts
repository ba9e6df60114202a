/**
 * What reading a file costs by its size, in a process of its own: all of it, one keystroke in it,
 * one request of it; and httpYac's parser on the same text.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { HttpFile } from '../src/parser/httpFile.ts';
import { parse } from '../src/parser/parse.ts';
import { problemsOf } from '../src/parser/problems.ts';
import { reparse } from '../src/parser/reparse.ts';
import { requestAtLine, requestsBetween, requestsOf } from '../src/parser/requests.ts';
import { resolve } from '../src/request/resolve.ts';
import { fileScope } from '../src/request/scope.ts';
import { installOnce } from '../scripts/npm.ts';
import { root } from '../scripts/paths.ts';
import { median, round } from './processCost.ts';
import { requestFile } from './requestFile.ts';

export type ParsingRow = {
  readonly parser: 'keepalive' | 'httpyac';
  readonly requests: number;
  readonly MB: number;
  /** Text to tree, with spans and problems. */
  readonly ms: number;
  readonly 'MB/s': number;
  readonly 'fastest MB/s': number;
  readonly 'bytes kept a request': number;
  /** Compared with splitting the same text into lines; only httpYac's has none. */
  readonly '÷ split'?: number;
  /** A character typed, the tree made anew, the requests in view and all problems listed. */
  readonly 'ms a keystroke'?: number;
  readonly '95% of keystrokes'?: number;
  /** The request at a line found and resolved, right after a keystroke. */
  readonly 'ms to resolve one'?: number;
};

const httpyac = '6.16.7';

export function benchParsing(): readonly ParsingRow[] {
  const folder = join(root, '.vscode-test', 'httpyac');
  installOnce(folder, 'httpyac', httpyac, { scripts: false });
  const rival = join(import.meta.dirname, 'parsingHttpyac.mjs');
  return [
    ...run(import.meta.filename, 'measure'),
    ...run(rival, folder, '1000'),
    ...run(rival, folder, '10000'),
  ];
}

function run(...command: readonly string[]): readonly ParsingRow[] {
  const options = { encoding: 'utf8' as const };
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', ...command], options),
  ) as ParsingRow[];
}

function measure(requests: number, times: number): ParsingRow {
  const text = requestFile(requests);
  const bytes = retained(() => parse(text));
  const file = parse(text);
  const found = requestsOf(file).length;
  if (found !== requests) throw new Error(`${String(found)} requests of ${String(requests)} found`);
  const ms = timesOf(times, () => problemsOf(parse(text)));
  const splitMs = median(timesOf(times, () => text.split('\n')));
  const MB = text.length / 1e6;
  const speed = (time: number): number => round(MB / (time / 1000), 1);
  const keystrokes = typing(file, text, 200);
  return {
    parser: 'keepalive',
    requests,
    MB: round(MB),
    ms: round(median(ms)),
    'MB/s': speed(median(ms)),
    'fastest MB/s': speed(Math.min(...ms)),
    'bytes kept a request': Math.round(bytes / requests),
    '÷ split': round(median(ms) / splitMs, 1),
    'ms a keystroke': round(median(keystrokes.typed), 3),
    '95% of keystrokes': round(percentile(keystrokes.typed, 0.95), 3),
    'ms to resolve one': round(median(keystrokes.resolved), 3),
  };
}

/** Types into requests all over the file, each keystroke into the tree of the one before. */
function typing(
  start: HttpFile,
  startText: string,
  times: number,
): { typed: readonly number[]; resolved: readonly number[] } {
  let file = start;
  let text = startText;
  const typed: number[] = [];
  const resolved: number[] = [];
  for (let index = 0; index < times; index++) {
    const offset = text.indexOf('"Ada', Math.floor((text.length * index) / times) - 200) + 1;
    text = `${text.slice(0, offset)}x${text.slice(offset)}`;
    // The editor has the text in lines; joining it is no part of reading it.
    if (Number.isNaN(text.charCodeAt(0))) throw new Error('The file is empty');
    const startedAt = performance.now();
    file = reparse(file, text, { offset, removed: 0, inserted: 1 });
    const line = Math.floor((index * 8 * start.chunks.length * 100) / times);
    requestsBetween(file, line, line + 60);
    problemsOf(file);
    const readAt = performance.now();
    const placed = requestAtLine(file, line + 30);
    if (placed !== null) resolve(placed, fileScope(file), 'a.http');
    resolved.push(performance.now() - readAt);
    typed.push(readAt - startedAt);
  }
  return { typed, resolved };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function timesOf(times: number, work: () => unknown): readonly number[] {
  return Array.from({ length: times }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
}

/** Bytes on the heap that the result holds on to, beside the text. */
function retained(make: () => unknown): number {
  const before = heapUsed();
  const held = make();
  const bytes = heapUsed() - before;
  return held === null ? NaN : bytes;
}

/** After two collections: the first leaves what is to be finalised. */
function heapUsed(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

if (process.argv[2] === 'measure') {
  measure(1000, 30);
  const rows = [measure(1000, 100), measure(10_000, 30), measure(100_000, 7)];
  console.log(JSON.stringify(rows));
}
