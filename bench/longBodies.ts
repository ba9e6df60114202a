/**
 * A gigabyte down and a gigabyte up through the whole client, against undici's own streaming between the same file and the same origin.
 * Each in a process of its own, in turns.
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ports } from './longBodyOrigin.ts';
import { median, round } from './processCost.ts';

export type LongRow = {
  readonly program: string;
  readonly 'MB/s': number;
  readonly 'speed ÷ undici': number;
  readonly 'extra memory MB': number;
};

export type Cost = { readonly ms: number; readonly extraMb: number };

type Way = { readonly name: string; readonly path: string; readonly http2: boolean };

export type Job = {
  readonly program: (typeof programs)[number];
  readonly way: Way;
  readonly url: string;
  readonly folder: string;
  /** Of the body without its coding. */
  readonly bytes: number;
};

const ways: readonly Way[] = [
  { name: 'down', path: '/down', http2: false },
  { name: 'down in chunks of 16 kB', path: '/chunks', http2: false },
  { name: 'down, gzip', path: '/gzip', http2: false },
  { name: 'down, HTTP/2', path: '/down', http2: true },
  { name: 'up', path: '/up', http2: false },
  { name: 'up, HTTP/2', path: '/up', http2: true },
];
const programs = ['ours', 'undici'] as const;

export async function benchLongBodies(
  rounds: number,
  megabytes = 1024,
): Promise<readonly LongRow[]> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'keepalive-bench-'));
  const origin = fork(join(import.meta.dirname, 'longBodyOrigin.ts'));
  try {
    const [ports] = (await once(origin, 'message')) as [Ports];
    makeUpload(join(folder, 'upload'), megabytes);
    const rows: LongRow[] = [];
    for (const way of ways) {
      const url = `http://127.0.0.1:${String(way.http2 ? ports.http2 : ports.http1)}`;
      const job = { way, url, folder, bytes: megabytes * 1024 * 1024 };
      const costs: Record<(typeof programs)[number], Cost[]> = { ours: [], undici: [] };
      for (let number = 0; number < rounds; number++) {
        for (const program of number % 2 === 0 ? programs : programs.toReversed()) {
          costs[program].push(run({ ...job, program }));
        }
      }
      rows.push(...programs.map((program) => rowOf(program, way.name, megabytes, costs)));
    }
    return rows;
  } finally {
    origin.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function makeUpload(path: string, megabytes: number): void {
  const file = fs.openSync(path, 'w');
  const block = Buffer.alloc(1024 * 1024, 'keepalive ');
  for (let index = 0; index < megabytes; index++) fs.writeSync(file, block);
  fs.closeSync(file);
}

function run(job: Job): Cost {
  const args = [join(import.meta.dirname, 'longBodyProgram.ts'), JSON.stringify(job)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Cost;
}

function rowOf(
  program: Job['program'],
  name: string,
  megabytes: number,
  costs: Readonly<Record<Job['program'], readonly Cost[]>>,
): LongRow {
  const own = costs[program];
  const ratios = costs.ours.map(({ ms }, index) => (costs.undici[index]?.ms ?? NaN) / ms);
  return {
    program: `${program === 'ours' ? 'Client.send' : 'undici stream'}, ${String(megabytes)} MB ${name}`,
    'MB/s': round(megabytes / (median(own.map(({ ms }) => ms)) / 1000), 0),
    'speed ÷ undici': program === 'undici' ? 1 : round(median(ratios)),
    'extra memory MB': round(Math.max(...own.map(({ extraMb }) => extraMb)), 0),
  };
}
