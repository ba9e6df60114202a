/** How a run in the terminal ends before its end, and where its last words go. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  startServer,
  type ScriptedServer,
  type ServerOptions,
} from '../../support/scriptedServer.ts';
import { runCli } from './runCli.ts';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends the running send, tells the summary, ends the HAR, and then the process`, async (t) => {
    const server = await start(t);
    const folder = mkdtempSync(join(tmpdir(), 'keepalive-signal-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const har = join(folder, 'out.har');
    const { exitCode, stdout } = await runCli(
      t,
      ['send', 'a.http', '--har', har],
      { 'a.http': `GET ${server.origin}/never\n\n###\nGET ${server.origin}/ok\n` },
      (child) => {
        const timer = setInterval(() => {
          if (server.connections[0]?.requests.length !== 1) return;
          // Once: a second one ends the process at once.
          clearInterval(timer);
          child.kill(signal);
        }, 20);
        child.once('close', () => {
          clearInterval(timer);
        });
      },
    );
    assert.match(stdout, /cancelled after .*\n\n1 sent · 1 failed · 1 not sent · /);
    assert.equal(exitCode, signal);
    assert.ok(JSON.parse(readFileSync(har, 'utf8')));
  });
}

for (const command of ['send', 'check', 'parse --json']) {
  test(`a signal ends a ${command} that waits for what is piped in`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'keepalive-piped-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const pipe = join(folder, 'a.http');
    execFileSync('mkfifo', [pipe]);
    const cli = fileURLToPath(new URL('../../../src/cli.ts', import.meta.url));
    const child = spawn(process.execPath, [cli, ...command.split(' '), pipe]);
    t.after(() => child.kill('SIGKILL'));
    const exit = once(child, 'exit');
    // There is nobody to write to before somebody reads.
    const writer = await open(pipe, 'w');
    child.kill('SIGTERM');
    await writer.close();
    assert.deepEqual(await exit, [null, 'SIGTERM']);
  });
}

test('a signal ends a send whose HAR is a pipe that nobody reads', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-piped-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const pipe = join(folder, 'out.har');
  execFileSync('mkfifo', [pipe]);
  const { exitCode, stderr } = await runCli(
    t,
    ['send', 'a.http', '--har', pipe],
    { 'a.http': 'GET http://127.0.0.1:9/\n\n###\nGET\n' },
    (child) => {
      // The problem is told before the HAR is opened, from which on nothing else is done.
      child.stderr?.once('data', () => child.kill('SIGTERM'));
    },
  );
  assert.match(stderr, /^a\.http:4:\d+: error: /);
  assert.equal(exitCode, 'SIGTERM');
});

test('when nobody reads any more, it stops without a word', async (t) => {
  const server = await start(t);
  const requests = `GET ${server.origin}/slow?first=30\n###\n`.repeat(50);
  const { stderr, exitCode } = await runCli(
    t,
    ['send', '--json', 'a.http'],
    { 'a.http': requests },
    (child) => {
      child.stdout?.once('data', () => child.stdout?.destroy());
    },
  );
  assert.equal(stderr, '');
  assert.equal(exitCode, 0);
  assert.ok(server.served().flat().length < 50);
});

test('what failed before the reader went counts', async (t) => {
  const server = await start(t);
  const requests = `GET ${server.origin}/slow?first=30\n###\n`.repeat(50);
  const { exitCode } = await runCli(
    t,
    ['send', '--json', 'a.http'],
    { 'a.http': `GET ${server.origin}/fin\n###\n${requests}` },
    (child) => {
      child.stdout?.once('data', () => child.stdout?.destroy());
    },
  );
  assert.equal(exitCode, 1);
  assert.ok(server.served().flat().length < 50);
});

test('problems come before the summary, also where both go to one place', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-order-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.http'), 'GET\n');
  const both = openSync(join(folder, 'told'), 'w');
  const cli = fileURLToPath(new URL('../../../src/cli.ts', import.meta.url));
  const stdio = ['ignore', both, both] as const;
  const child = spawn(process.execPath, [cli, 'send', 'a.http'], {
    cwd: folder,
    stdio: [...stdio],
  });
  await once(child, 'close');
  closeSync(both);
  const [first, second] = readFileSync(join(folder, 'told'), 'utf8').split('\n');
  assert.match(first ?? '', /^a\.http:1:\d+: error: /);
  assert.match(second ?? '', /^0 sent · 1 not sent/);
});

test('a command that waits for what never comes does not end as if all were well', async (t) => {
  // Nothing of ours waits so, as far as is known; so a read of Node is made to.
  const never = [
    "import fs from 'node:fs/promises';",
    "import { syncBuiltinESMExports } from 'node:module';",
    'fs.readFile = () => new Promise(() => {});',
    'syncBuiltinESMExports();',
  ].join('');
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(never)}` };
  const { exitCode, stdout, stderr } = await runCli(t, ['send', 'a.http'], {}, undefined, env);
  assert.deepEqual([exitCode, stdout], [70, '']);
  assert.match(stderr, /^keepalive: a bug, please report it: the command ended before its end$/m);
});

async function start(t: TestContext, options: ServerOptions = {}): Promise<ScriptedServer> {
  const server = await startServer(options);
  t.after(() => server.dispose());
  return server;
}

/** A port that was free a moment ago. */
