/**
 * `keepalive send` on a file of N requests against a bare undici Client that does the same.
 * The cost of one request is (N requests − 1 request) ÷ (N − 1): starting the process falls out.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { out } from './build.ts';
import type { Counts } from '../test/support/httpsOrigin.ts';
import { startOriginProcess } from './originProcess.ts';
import { median, processCost, round, type Cost } from './processCost.ts';

const sizes = [1, 100, 1000];
const programs = ['keepalive', 'undici'] as const;
type Program = (typeof programs)[number];

type Run = Cost & { readonly round: number; readonly program: Program; readonly size: number };

export type RunAllResult = {
  readonly table: readonly object[];
  /** In the order in which they were measured. */
  readonly runs: readonly object[];
};

export async function benchRunAll(rounds: number): Promise<RunAllResult> {
  const folder = mkdtempSync(join(out, 'run-all-'));
  const origin = await startOriginProcess();
  try {
    const url = `https://127.0.0.1:${String(origin.port)}`;
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, origin.ca);
    for (const size of sizes) writeFileSync(fileOf(folder, size), requests(url, size));
    const args: Record<Program, (size: number) => string[]> = {
      keepalive: (size) => [join(out, 'cli.cjs'), 'send', fileOf(folder, size)],
      undici: (size) => [join(import.meta.dirname, 'bareUndici.mjs'), url, String(size)],
    };

    const runs: Run[] = [];
    for (let number = 1; number <= rounds; number++) {
      for (const size of sizes) {
        // Short runs are mostly start-up, so it takes more of them to see the rest.
        for (let repeat = 0; repeat < (size < 1000 ? 3 : 1); repeat++) {
          // Each goes first every second time.
          const order = (number + repeat) % 2 === 0 ? programs : programs.toReversed();
          for (const program of order) {
            const cost = await processCost(args[program](size), { NODE_EXTRA_CA_CERTS: ca });
            checkCounts(program, size, await origin.counts());
            runs.push({ round: number, program, size, ...cost });
          }
        }
      }
    }
    return { table: sizes.slice(1).flatMap((size) => rowsOf(runs, size)), runs };
  } finally {
    origin.stop();
    rmSync(folder, { recursive: true });
  }
}

/** One connection is part of what is compared. */
function checkCounts(program: Program, size: number, counts: Counts): void {
  const { connections, handshakes, requests: asked } = counts;
  if (connections === 1 && handshakes === 1 && asked === size) return;
  const seen = `${String(connections)} connections, ${String(asked)} requests`;
  throw new Error(`${program} with ${String(size)} requests: the origin saw ${seen}`);
}

/**
 * By the median of all runs, and by the fastest, which other work on the machine disturbs least.
 * CPU time is the steadiest of all.
 */
function rowsOf(runs: readonly Run[], size: number): object[] {
  const each = (program: Program, kind: keyof Cost, pick: (values: number[]) => number): number => {
    const of = (wanted: number): number =>
      pick(
        runs
          .filter((run) => run.program === program && run.size === wanted)
          .map((run) => run[kind]),
      );
    return (of(size) - of(1)) / (size - 1);
  };
  const fastest = (values: number[]): number => Math.min(...values);
  const columns = (program: Program, title: string, kind: keyof Cost, pick: typeof fastest) => ({
    [title]: round(each(program, kind, pick), 3),
    [`${title} ÷ undici`]: round(each(program, kind, pick) / each('undici', kind, pick)),
  });
  return programs.map((program) => ({
    program,
    requests: size,
    connections: 1,
    ...columns(program, 'median ms', 'wallMs', median),
    ...columns(program, 'fastest ms', 'wallMs', fastest),
    ...columns(program, 'CPU ms', 'cpuMs', median),
  }));
}

function fileOf(folder: string, size: number): string {
  return join(folder, `${String(size)}.http`);
}

function requests(url: string, size: number): string {
  const blocks = Array.from(
    { length: size },
    (_, index) => `### Item ${String(index)}\nGET {{origin}}/items/${String(index)}\n`,
  );
  return `@origin = ${url}\n\n${blocks.join('\n')}`;
}
