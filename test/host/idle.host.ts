/** Open connections cost nothing while nobody looks at them, and what is shown of them lives while somebody does. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Tick } from '../../src/editor/forecastClock.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { api, closeEverything, lenses, openHttp, until } from './window.ts';

const connections = 100;

/** With it the processor's time is measured for so long, for who wants the figure: see `.vscode-test/scale.jsonl`. */
const idleSeconds = Number(process.env['KEEPALIVE_IDLE_SECONDS'] ?? '0');

suite('idle connections', () => {
  let server: ScriptedServer;
  let timers: Timers;

  setup(async () => {
    timers = watchTimers();
    server = await startServer();
  });
  teardown(async () => {
    timers.restore();
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await closeEverything();
    await server.dispose();
  });

  test('with nobody looking no timer runs, and with somebody the time counts on', async function () {
    this.timeout(60_000 + idleSeconds * 3000);
    const host = await api();
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    const request = ['###', '# @fresh-connection', `GET ${server.origin}/ok`];
    await openHttp(Array.from({ length: connections }, () => request).flat());
    await vscode.commands.executeCommand('keepalive.sendAll');
    assert.equal(host.snapshot().connections.length, connections);
    // However many were sent, what draws waits for one moment to draw all that came of them.
    const soon = timers.pending().filter((name) => / \d{1,3} ms$/.test(name));
    assert.ok(soon.length < connections / 5, soon.join());
    await until(() => timers.pending().includes('every 1000 ms'));
    await closeEditors();
    // What is left of the sends, such as what was learned being written down, comes to its end.
    await until(() => timers.pending().length === 0);

    const ticks: Tick[] = [];
    const listener = host.onDidTick((tick) => ticks.push(tick));
    const before = timers.fired();
    const whileOpen = await cpuMs(idleSeconds);
    assert.deepEqual([ticks, timers.fired() - before], [[], 0]);
    assert.equal(host.snapshot().connections.length, connections);

    await vscode.commands.executeCommand('keepalive.showConnections');
    await until(() => ticks.filter((tick) => tick === 'time').length >= 2);
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await until(() => !timers.pending().includes('every 1000 ms'));
    listener.dispose();

    if (idleSeconds === 0) return;
    await vscode.commands.executeCommand('keepalive.closeConnections');
    await until(() => timers.pending().length === 0);
    const withNone = await cpuMs(idleSeconds);
    keep({ idleSeconds, connections, cpuMs: whileOpen, cpuMsWithNone: withNone });
  });

  test('the forecasts follow a run of the whole file, and what becomes of its connections', async () => {
    const document = await openHttp([
      '###',
      `GET ${server.origin}/ok`,
      '###',
      `GET ${server.origin}/close`,
      '###',
      `GET ${server.origin}/ok`,
    ]);
    const host = await api();
    const asked: string[] = [];
    const note = async (): Promise<void> => {
      asked.push((await lenses(document, 1))[1] ?? '');
    };
    await vscode.commands.executeCommand('keepalive.sendAll');
    await note();
    const [open] = host.snapshot().connections;
    assert.ok(open);
    // The clock tells those who show forecasts; this stands for them.
    const ticked = new Promise((resolve) => {
      const listener = host.onDidTick((tick) => {
        if (tick !== 'change' || host.snapshot().connections.length > 0) return;
        listener.dispose();
        resolve(tick);
      });
    });
    await vscode.commands.executeCommand('keepalive.closeConnections');
    await ticked;
    await note();
    assert.match(asked[0] ?? '', new RegExp(`^reuses #${String(open.id)} `));
    assert.equal(asked[1], `opens a connection: you closed #${String(open.id)}`);
  });
});

type Timers = {
  /** Those of ours that fire again within a minute: `every 1000 ms`. What ends a connection comes later. */
  pending(): readonly string[];
  /** How often one of ours has fired. */
  fired(): number;
  restore(): void;
};

/** Timers that our extension sets from now on; others run in this process, too. */
function watchTimers(): Timers {
  const { setTimeout: once, setInterval: every } = globalThis;
  const set = new Map<NodeJS.Timeout, string>();
  let fired = 0;
  const isOurs = (): boolean => /[\\/]dist[\\/]\w+\.cjs/.test(new Error().stack ?? '');
  type Set = (
    work: (...args: unknown[]) => void,
    ms?: number,
    ...args: unknown[]
  ) => NodeJS.Timeout;
  const watched =
    (original: Set, name: string): Set =>
    (work, ms, ...args) => {
      if (!isOurs()) return original(work, ms, ...args);
      const count = (...given: unknown[]): void => {
        fired += 1;
        work(...given);
      };
      const timer = original(count, ms, ...args);
      if ((ms ?? 0) < 60_000) set.set(timer, `${name} ${String(ms ?? 0)} ms`);
      return timer;
    };
  Object.assign(globalThis, {
    setTimeout: Object.assign(watched(once as Set, 'once in'), once),
    setInterval: watched(every as Set, 'every'),
  });
  return {
    pending: () => [...set].flatMap(([timer, name]) => (isAlive(timer) ? [name] : [])),
    fired: () => fired,
    restore: () => {
      Object.assign(globalThis, { setTimeout: once, setInterval: every });
    },
  };
}

/** Node marks a timer that has fired or was cleared. */
function isAlive(timer: NodeJS.Timeout): boolean {
  return !(timer as unknown as { readonly _destroyed: boolean })._destroyed;
}

/** Without what is unsaved, and leaving the connections open. */
async function closeEditors(): Promise<void> {
  while (vscode.window.tabGroups.all.some((group) => group.tabs.length > 0)) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** What this process, with all that runs in it, takes of the processor in so many seconds. */
async function cpuMs(seconds: number): Promise<number> {
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}

function keep(measured: Readonly<Record<string, number>>): void {
  const results = process.env['KEEPALIVE_HOST_RESULTS'];
  if (results === undefined) return;
  appendFileSync(join(dirname(results), 'scale.jsonl'), `${JSON.stringify(measured)}\n`);
}
