/** Runs test files with `node --test`, on the Node asked for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { cache, root } from '../paths.ts';
import { titlePattern, type Failure, type Outcome } from './outcome.ts';

const outcomeFile = join(cache, 'outcome.json');

export type NodeTestOptions = {
  readonly node?: string;
  /** How many files; as many as there are processors by default, of which Node would leave one idle. */
  readonly atOnce?: number;
  /** How long a file may take; 2 by default. */
  readonly minutes?: number;
  /** A line for each test that passed as well. */
  readonly titles?: boolean;
  /** These tests and no other; all for null. */
  readonly only?: readonly Failure[] | null;
};

/** `pattern` is a glob from the repository's root; files that match none are no failure. */
export async function runNodeTests(
  pattern: string,
  options: NodeTestOptions = {},
): Promise<Outcome> {
  const { only = null } = options;
  const all = globSync(pattern, { cwd: root }).sort();
  const files = only === null ? all : all.filter((file) => only.some((one) => one.file === file));
  if (files.length === 0) return { passed: 0, failed: 0, failures: [] };
  mkdirSync(cache, { recursive: true });
  rmSync(outcomeFile, { force: true });
  const flags = [
    '--test',
    '--test-reporter=./scripts/testing/reporter.mjs',
    // For each file as well: one that never ends would hold up everything.
    `--test-timeout=${(options.minutes ?? 2) * 60_000}`,
    `--test-concurrency=${options.atOnce ?? availableParallelism()}`,
    ...(only === null
      ? []
      : [`--test-name-pattern=${titlePattern(only.map(({ title }) => title))}`]),
  ];
  const child = spawn(options.node ?? process.execPath, [...flags, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      KEEPALIVE_TEST_OUTCOME: outcomeFile,
      KEEPALIVE_TEST_TITLES: options.titles === true ? 'yes' : 'no',
      // Node 22 says for each file that type stripping is experimental.
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  const outcome = readOutcome();
  // Something failed that is no test, such as a file that cannot be loaded.
  return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1, failures: [null] } : outcome;
}

function readOutcome(): Outcome {
  try {
    return JSON.parse(readFileSync(outcomeFile, 'utf8')) as Outcome;
  } catch {
    return { passed: 0, failed: 0, failures: [] };
  }
}
