/** Parse time by file size, in a process of its own: `parse` for the tree, `requestsOf` for its requests. */
import { execFileSync } from 'node:child_process';
import { parse } from '../src/parser/parse.ts';
import { requestsOf } from '../src/parser/requests.ts';
import { median, round } from './processCost.ts';

export type ParsingRow = {
  readonly requests: number;
  readonly MB: number;
  readonly ms: number;
  readonly 'MB/s': number;
  /** Compared with splitting the same text into lines. */
  readonly '÷ split': number;
  readonly 'bytes a request': number;
};

export function benchParsing(): ParsingRow[] {
  const self = import.meta.filename;
  const options = { encoding: 'utf8' as const };
  const said = execFileSync(process.execPath, ['--expose-gc', self, 'measure'], options);
  return JSON.parse(said) as ParsingRow[];
}

function measure(requests: number, times: number): ParsingRow {
  const text = fileOf(requests);
  const bytes = retained(() => parse(text));
  const found = requestsOf(parse(text)).length;
  if (found !== requests) throw new Error(`${String(found)} requests of ${String(requests)} found`);
  const ms = medianTime(times, () => requestsOf(parse(text)));
  const splitMs = medianTime(times, () => text.split('\n'));
  const MB = text.length / 1e6;
  return {
    requests,
    MB: round(MB),
    ms: round(ms),
    'MB/s': round(MB / (ms / 1000), 1),
    '÷ split': round(ms / splitMs, 1),
    'bytes a request': Math.round(bytes / requests),
  };
}

function medianTime(times: number, work: () => unknown): number {
  const measured = Array.from({ length: times }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return median(measured);
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

/** Names, headers, JSON bodies and a dozen variables: about 190 bytes a request. */
function fileOf(requests: number): string {
  const lines = Array.from(
    { length: 12 },
    (_, index) => `@value${String(index)} = ${String(index)}`,
  );
  for (let index = 0; index < requests; index++) {
    lines.push(`### Request ${String(index)}`, `# @name request${String(index)}`);
    lines.push(`POST https://api.test/items/${String(index)}?page={{value${String(index % 12)}}}`);
    lines.push('Content-Type: application/json', 'Accept: application/json', '');
    lines.push(`{ "id": ${String(index)}, "name": "Ada", "ok": true }`, '');
  }
  return lines.join('\n');
}

if (process.argv[2] === 'measure') {
  measure(1000, 30);
  const rows = [measure(1000, 50), measure(10_000, 15), measure(100_000, 5)];
  console.log(JSON.stringify(rows));
}
