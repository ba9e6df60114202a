import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../../src/cli.ts', import.meta.url));

export type CliResult = {
  /** Or the signal that ended it. */
  readonly exitCode: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs the real CLI in a directory that has these files, and waits for its end. */
export async function runCli(
  t: TestContext,
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  whileRunning: (child: ChildProcess) => void = () => undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  const directory = await mkdtemp(join(tmpdir(), 'keepalive-cli-'));
  t.after(() => rm(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  whileRunning(child);
  await once(child, 'close');
  return { exitCode: child.exitCode ?? child.signalCode, stdout, stderr };
}

/** One object a line. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
