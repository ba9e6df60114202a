/** Runs a program on a pseudo-terminal, which `script` of util-linux makes, and types what it is asked for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';

export const terminalTrouble =
  process.platform === 'linux' ? false : 'script has other options here';

/** What to wait for in what came since the last keys, and what to type then. */
export type Typed = readonly [seen: RegExp, keys: string];

/** `told` is stdout and stderr as the terminal shows them, and what was typed with them. */
export async function runOnTerminal(
  t: TestContext,
  args: readonly string[],
  typed: readonly Typed[],
): Promise<{ readonly exitCode: number | null; readonly told: string }> {
  const words = [process.execPath, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const child = spawn('script', ['--quiet', '--return', '--command', words.join(' '), '/dev/null']);
  t.after(() => child.kill('SIGKILL'));
  const waiting = [...typed];
  let told = '';
  let from = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
    const next = waiting[0];
    if (next?.[0].test(told.slice(from)) !== true) return;
    waiting.shift();
    from = told.length;
    child.stdin.write(next[1]);
  });
  await once(child, 'close');
  return { exitCode: child.exitCode, told };
}
