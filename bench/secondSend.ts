/**
 * The second send to a server far away, told in round trips, which are measured in the same round on a socket of their own.
 * It begins as soon as the first is answered: whoever opens another connection then pays two round trips or more.
 */
import { once } from 'node:events';
import net from 'node:net';
import { Agent } from 'undici';
import { createClient } from '../src/client/client.ts';
import { defaultSettings } from '../src/client/settings.ts';
import { startDelayRelay } from '../test/support/delayRelay.ts';
import { requestTo } from '../test/support/requestTo.ts';
import { startPlainOrigin } from './plainOrigin.ts';
import { median, round } from './processCost.ts';

/** Each way; a round trip takes twice as long. */
const delayMs = 20;

export type SecondRow = {
  readonly program: string;
  readonly 'round trip ms': number;
  readonly 'first ms': number;
  readonly 'second ms': number;
  readonly 'second ÷ round trip': number;
};

type Times = { readonly trip: number; readonly first: number; readonly second: number };

export async function benchSecondSend(rounds: number): Promise<readonly SecondRow[]> {
  const origin = await startPlainOrigin();
  const relay = await startDelayRelay(origin.port, delayMs);
  const programs = { 'Client.send': byClient, 'undici Agent': byAgent };
  const times: Record<string, Times[]> = {};
  try {
    for (let number = 0; number < rounds; number++) {
      const trip = await roundTrip(relay.port);
      for (const [program, measure] of Object.entries(programs)) {
        const [first, second] = await measure(`http://127.0.0.1:${String(relay.port)}`);
        (times[program] ??= []).push({ trip, first, second });
      }
    }
  } finally {
    await relay.dispose();
    origin.stop();
  }
  return Object.entries(times).map(([program, all]) => ({
    program,
    'round trip ms': round(median(all.map(({ trip }) => trip)), 1),
    'first ms': round(median(all.map(({ first }) => first)), 1),
    'second ms': round(median(all.map(({ second }) => second)), 1),
    'second ÷ round trip': round(median(all.map(({ trip, second }) => second / trip))),
  }));
}

async function byClient(url: string): Promise<readonly [number, number]> {
  const client = createClient(defaultSettings);
  const request = requestTo(`${url}/items/7`);
  const send = async (): Promise<void> => {
    const { failure } = await client.send(request);
    if (failure !== null) throw new Error(failure.code);
  };
  const took = [await timed(send), await timed(send)] as const;
  const { opened, reused } = client.snapshot().counters;
  if (opened !== 1 || reused !== 1) throw new Error('The second send did not reuse');
  await client.dispose();
  return took;
}

async function byAgent(url: string): Promise<readonly [number, number]> {
  const agent = new Agent();
  const send = async (): Promise<void> => {
    const { body } = await agent.request({ origin: url, method: 'GET', path: '/items/7' });
    await body.arrayBuffer();
  };
  const took = [await timed(send), await timed(send)] as const;
  await agent.destroy();
  return took;
}

/** A request and its answer on a bare socket that is open already. */
async function roundTrip(port: number): Promise<number> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const ask = async (): Promise<void> => {
    socket.write('GET / HTTP/1.1\r\nHost: bench\r\n\r\n');
    await once(socket, 'data');
  };
  await ask();
  const took = await timed(ask);
  socket.destroy();
  return took;
}

async function timed(run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
