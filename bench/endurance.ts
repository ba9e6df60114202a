/**
 * What is left behind after 10,000 and after 100,000 sends: sockets, timers, listeners, heap.
 * In a process of its own, with `--expose-gc`. Every hundredth is a POST, every thousandth is given up on its way.
 */
import { execFileSync } from 'node:child_process';
import { createHook } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { EventEmitter, getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { createClient } from '../src/client/client.ts';
import { defaultSettings } from '../src/client/settings.ts';
import { requestTo } from '../test/support/requestTo.ts';
import { startPlainOrigin } from './plainOrigin.ts';
import { round } from './processCost.ts';

export type EnduranceRow = {
  readonly sends: number;
  readonly 'connections open': number;
  /** Of Node, those that keep no process alive included. */
  readonly sockets: number;
  readonly timers: number;
  readonly 'listeners on the socket': number;
  readonly 'listeners on its undici Client': number;
  readonly 'listeners on the signal': number;
  readonly 'heap MB': number;
};

export function benchEndurance(): readonly EnduranceRow[] {
  const args = ['--expose-gc', import.meta.filename, 'measure'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as EnduranceRow[];
}

const marks = [10_000, 100_000];

/** By kind, of what is alive: `getActiveResourcesInfo` leaves out what keeps no process alive. */
const alive = new Map<number, string>();

function count(kind: string): number {
  return [...alive.values()].filter((each) => each === kind).length;
}

if (process.argv[2] === 'measure') {
  const origin = await startPlainOrigin();
  const url = `http://127.0.0.1:${String(origin.port)}/items/7`;
  const kinds = new Set(['TCPWRAP', 'Timeout']);
  createHook({
    init: (id, kind) => {
      if (kinds.has(kind)) alive.set(id, kind);
    },
    destroy: (id) => alive.delete(id),
  }).enable();
  let socket: Socket | undefined;
  subscribe('undici:client:sendHeaders', (message) => {
    ({ socket } = message as { socket: Socket });
  });

  const client = createClient(defaultSettings);
  const get = requestTo(url);
  const post = requestTo(url, { method: 'POST', headers: [['Content-Length', '0']] });
  const { signal } = new AbortController();
  const send = async (number: number): Promise<void> => {
    if (number % 1000 !== 500) {
      const { failure } = await client.send(number % 100 === 0 ? post : get, { signal });
      if (failure !== null) throw new Error(failure.code);
      return;
    }
    const controller = new AbortController();
    const sending = client.send(get, { signal: controller.signal });
    controller.abort();
    if ((await sending).failure?.code !== 'aborted') throw new Error('It was not given up');
  };

  const rows: EnduranceRow[] = [];
  for (let number = 1; number <= (marks.at(-1) ?? 0); number++) {
    await send(number);
    if (marks.includes(number)) rows.push(await rowOf(number));
  }
  process.stdout.write(JSON.stringify(rows));
  await client.dispose();
  origin.stop();

  async function rowOf(sends: number): Promise<EnduranceRow> {
    // What is given back by a collection is told to the hook a turn later.
    for (let turn = 0; turn < 3; turn++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return {
      sends,
      'connections open': client.snapshot().connections.length,
      sockets: count('TCPWRAP'),
      timers: count('Timeout'),
      'listeners on the socket': listenersOn(socket),
      'listeners on its undici Client': listenersOn(undiciClientOf(socket)),
      'listeners on the signal': getEventListeners(signal, 'abort').length,
      'heap MB': round(process.memoryUsage().heapUsed / 1e6),
    };
  }
}

function listenersOn(emitter: EventEmitter | undefined): number {
  if (emitter === undefined) throw new Error('There is nothing to count on');
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

/** undici keeps it on the socket, under a symbol of its own. */
function undiciClientOf(socket: Socket | undefined): EventEmitter | undefined {
  const found = Object.getOwnPropertySymbols(socket ?? {}).find(
    ({ description }) => description === 'client',
  );
  const client: unknown = found && Reflect.get(socket ?? {}, found);
  return client instanceof EventEmitter ? client : undefined;
}
