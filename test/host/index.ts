/**
 * What VS Code calls to run the host tests: mocha, with its results in a file,
 * as the console of an extension host is shared with everything else that runs in it.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import Mocha, { type Test } from 'mocha';
import * as vscode from 'vscode';
import { titlePattern } from '../../scripts/testing/outcome.ts';

/** Between the titles of a suite and its test in the results. */
const between = ' › ';

type Suite = readonly [file: string, load: () => unknown];

/**
 * Rejects when a test failed. The file of `KEEPALIVE_HOST_RESULTS` gets one JSON object a line.
 * `KEEPALIVE_HOST_ONLY`, a JSON list of titles, narrows down what is run.
 */
export async function runSuites(suites: readonly Suite[]): Promise<void> {
  const results = process.env['KEEPALIVE_HOST_RESULTS'];
  if (results === undefined) throw new Error('KEEPALIVE_HOST_RESULTS names no file');
  writeFileSync(results, '');
  const write = (line: HostResult): void => {
    appendFileSync(results, `${JSON.stringify(line)}\n`);
  };
  write({ kind: 'host', name: vscode.env.appName, version: vscode.version, node: process.version });

  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, reporter: reporter(write) });
  const only = process.env['KEEPALIVE_HOST_ONLY'];
  if (only !== undefined) {
    // Mocha matches the titles of suite and test joined by a blank.
    const joined = (JSON.parse(only) as readonly string[]).map((title) =>
      title.replaceAll(between, ' '),
    );
    mocha.grep(new RegExp(titlePattern(joined)));
  }
  let failures = 0;
  for (const [file, load] of suites) {
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    try {
      mocha.suite.emit('require', load(), file, mocha);
    } catch (error) {
      failures += 1;
      const title = `${file} can be loaded`;
      write({ kind: 'failed', title, ms: 0, error: stackOf(error), isHook: true });
    }
    mocha.suite.emit('post-require', globalThis, file, mocha);
  }
  failures += await new Promise<number>((resolve) => mocha.run(resolve));
  write({ kind: 'end' });
  if (failures > 0) throw new Error(`${failures} host tests failed`);
}

export type HostResult =
  | {
      readonly kind: 'host';
      readonly name: string;
      readonly version: string;
      readonly node: string;
    }
  | {
      readonly kind: 'passed' | 'failed' | 'pending';
      readonly title: string;
      readonly ms: number;
      readonly error: string | null;
      /** No test, and so nothing that can be run by itself. */
      readonly isHook: boolean;
    }
  | { readonly kind: 'end' };

function reporter(write: (line: HostResult) => void): Mocha.ReporterConstructor {
  const result = (kind: 'passed' | 'failed' | 'pending', test: Test, error: unknown): void => {
    write({
      kind,
      title: test.titlePath().join(between),
      ms: test.duration ?? 0,
      error: kind === 'failed' ? stackOf(error) : null,
      isHook: test instanceof Mocha.Hook,
    });
  };
  return class extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      runner.on('pass', (test) => {
        result('passed', test, null);
      });
      runner.on('pending', (test) => {
        result('pending', test, null);
      });
      runner.on('fail', (test, error) => {
        result('failed', test, error);
      });
    }
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
