/** The host tests: one `runTests`, in the desktop VS Code or in the browser edition. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';

import type { HostResult } from '../../test/host/index.ts';
import { needDebianPackages } from '../debian.ts';
import { cache, root } from '../paths.ts';
import { installCodeServer } from '../vscode/codeServer.ts';
import { findDesktop } from '../vscode/desktop.ts';
import { add, secondTry, type Counts, type Failure, type Outcome } from './outcome.ts';
import { runRestrictedTests } from './restrictedTests.ts';

const results = join(cache, 'host-results.jsonl');

/** Runs what `out/host-tests.cjs` holds, then `out/restricted-tests.cjs`, and prints a line for each test. */
export async function runHostTests(): Promise<Counts> {
  mkdirSync(cache, { recursive: true });
  needDebianPackages('chromium', 'openssl');
  installCodeServer();
  const desktop = await findDesktop();
  const trusted = await secondTry((only) => runTrusted(desktop, only));
  return add(trusted, await secondTry(runRestricted));
}

async function runTrusted(
  desktop: string | null,
  only: readonly Failure[] | null,
): Promise<Outcome> {
  rmSync(results, { force: true });
  let failure: unknown = null;
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? join(root, 'scripts/vscode/launcher.mjs'),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, 'out/host-tests.cjs'),
      extensionTestsEnv: { KEEPALIVE_HOST_RESULTS: results, ...narrowed(only) },
      launchArgs: [join(root, 'test/host/workspace'), '--disable-extensions'],
    });
  } catch (error) {
    failure = error;
  }
  return report(readResults(), failure);
}

async function runRestricted(only: readonly Failure[] | null): Promise<Outcome> {
  rmSync(results, { force: true });
  let failure: unknown = null;
  try {
    await runRestrictedTests(results, narrowed(only));
  } catch (error) {
    failure = error;
  }
  return report(readResults(), failure);
}

function readResults(): readonly HostResult[] {
  try {
    const lines = readFileSync(results, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as HostResult);
  } catch {
    return [];
  }
}

/** What `test/host/index.ts` reads. */
function narrowed(only: readonly Failure[] | null): Readonly<Record<string, string>> {
  return only === null
    ? {}
    : { KEEPALIVE_HOST_ONLY: JSON.stringify(only.map(({ title }) => title)) };
}

function report(lines: readonly HostResult[], failure: unknown): Outcome {
  let passed = 0;
  const failures: (Failure | null)[] = [];
  for (const line of lines) {
    if (line.kind === 'host') console.log(`In ${line.name} ${line.version}, Node ${line.node}`);
    else if (line.kind === 'passed') {
      passed += 1;
      console.log(`  ✓ ${line.title} (${String(line.ms)} ms)`);
    } else if (line.kind === 'failed') {
      failures.push(line.isHook ? null : { file: null, title: line.title });
      console.log(`  ✗ ${line.title}\n${line.error ?? ''}`);
    } else if (line.kind === 'pending') console.log(`  - ${line.title} (skipped)`);
  }
  const ended = lines.some((line) => line.kind === 'end');
  if (ended && (failure === null || failures.length > 0)) {
    return { passed, failed: failures.length, failures };
  }
  // A crash, a hang or a failure to load is told by nobody else.
  const cause = failure instanceof Error ? failure.message : 'VS Code ended early';
  console.log(`  ✗ the host tests did not run to the end: ${cause}`);
  return { passed, failed: failures.length + 1, failures: [null] };
}
