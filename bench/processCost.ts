/** Runs a program and measures what it cost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';

export type Cost = { readonly wallMs: number; readonly cpuMs: number };

const cpuOnExit = join(import.meta.dirname, 'cpuOnExit.mjs');

/** Throws when it fails, with what it said. Its output goes nowhere. */
export async function processCost(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Cost> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', cpuOnExit, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const cpu = text(child.stdio[3] as Readable);
  const said = text(child.stderr as Readable);
  const [status] = (await once(child, 'exit')) as [number | null];
  const wallMs = performance.now() - startedAt;
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${await said}`);
  return { wallMs, cpuMs: Number(await cpu) / 1000 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
