/** Runs a server from a Debian package in a folder of its own, in the foreground, and ends it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export type Daemon = {
  /** The next `count` lines of its log, and what more it has: waited for, as they are written after the answer. */
  nextLines(count: number): Promise<readonly string[]>;
  dispose(): Promise<void>;
};

export type DaemonOptions = {
  readonly program: string;
  /** The Debian package it comes with. */
  readonly from: string;
  readonly args: (folder: string) => readonly string[];
  /** By their paths in the folder. */
  readonly files: (folder: string) => Readonly<Record<string, string>>;
  /** The path of its log in the folder. */
  readonly log: string;
  /** Where it listens once it has started. */
  readonly port: number;
};

export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { program, from, port, log } = options;
  if (!existsSync(program)) {
    throw new Error(`This test needs ${program}: install it with apt-get install ${from}`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-daemon-'));
  // Those that are started by root go on as somebody else.
  await chmod(folder, 0o777);
  for (const [name, text] of Object.entries(options.files(folder))) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text, { mode: 0o755 });
  }
  const child = spawn(program, options.args(folder), { cwd: folder });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const patiently = async (what: string, isTrue: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; !(await isTrue()); tries++) {
      if (child.exitCode !== null) throw new Error(`${program} has ended: ${said}`);
      if (tries === 1000) throw new Error(`Waited in vain until ${what}: ${said}`);
      await delay(10);
    }
  };
  await patiently(`${program} listens`, () => answers(port));
  let taken = 0;
  return {
    async nextLines(count) {
      let lines: readonly string[] = [];
      await patiently(`${log} has ${String(count)} more lines`, async () => {
        const text = await readFile(join(folder, log), 'utf8').catch(() => '');
        lines = text.split('\n').slice(taken, -1);
        return lines.length >= count;
      });
      taken += lines.length;
      return lines;
    },
    async dispose() {
      child.kill('SIGTERM');
      const isRunning = child.exitCode === null && child.signalCode === null;
      if (isRunning) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}
