/**
 * A send over a warm connection through the whole client, against undici in the same process:
 * in turns, and each first every second round. The origin is another process, so CPU time is the client's own.
 */
import { execFileSync } from 'node:child_process';
import { Agent, Client } from 'undici';
import { createClient } from '../src/client/client.ts';
import { defaultSettings } from '../src/client/settings.ts';
import { requestTo } from '../test/support/requestTo.ts';
import { startPlainOrigin } from './plainOrigin.ts';
import { median, round } from './processCost.ts';

export type WarmRow = {
  readonly program: string;
  readonly 'p50 µs': number;
  readonly 'p50 ÷ undici': number;
  readonly 'CPU µs': number;
  readonly 'CPU ÷ undici': number;
};

/** In a process of its own, so that nothing measured before has warmed, or soiled, it. */
export function benchWarmSend(rounds: number): readonly WarmRow[] {
  const args = [import.meta.filename, 'measure', String(rounds)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as WarmRow[];
}

type Send = () => Promise<void>;
type Cost = { readonly p50: number; readonly cpu: number };

/** One after the other, as a person sends. */
async function oneByOne(send: Send, times: number): Promise<Cost> {
  const micros: number[] = [];
  const before = process.cpuUsage();
  for (let index = 0; index < times; index++) {
    const startedAt = performance.now();
    await send();
    micros.push((performance.now() - startedAt) * 1000);
  }
  const { user, system } = process.cpuUsage(before);
  return { p50: median(micros), cpu: (user + system) / times };
}

/** So many in flight all the time; the rate is told as the time of one. */
async function inFlight(send: Send, times: number, width: number): Promise<Cost> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  let left = times;
  const work = async (): Promise<void> => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: width }, work));
  const { user, system } = process.cpuUsage(before);
  const micros = ((performance.now() - startedAt) * 1000) / times;
  return { p50: micros, cpu: (user + system) / times };
}

async function compare(
  names: readonly [ours: string, theirs: string],
  sends: readonly [ours: Send, theirs: Send],
  rounds: number,
  measure: (send: Send) => Promise<Cost>,
): Promise<WarmRow[]> {
  const costs: [Cost[], Cost[]] = [[], []];
  for (const send of sends) await measure(send);
  for (let number = 0; number < rounds; number++) {
    for (const which of number % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      costs[which].push(await measure(sends[which]));
    }
  }
  // The ratio of each round, and then the median: what disturbs one round disturbs both of it.
  const ratio = (kind: keyof Cost): number =>
    median(costs[0].map((cost, index) => cost[kind] / (costs[1][index]?.[kind] ?? NaN)));
  return ([0, 1] as const).map((which) => ({
    program: names[which],
    'p50 µs': round(median(costs[which].map(({ p50 }) => p50)), 1),
    'p50 ÷ undici': which === 1 ? 1 : round(ratio('p50')),
    'CPU µs': round(median(costs[which].map(({ cpu }) => cpu)), 1),
    'CPU ÷ undici': which === 1 ? 1 : round(ratio('cpu')),
  }));
}

if (process.argv[2] === 'measure') {
  const rounds = Number(process.argv[3]);
  const origin = await startPlainOrigin();
  const url = `http://127.0.0.1:${String(origin.port)}`;
  const client = createClient(defaultSettings);
  const request = requestTo(`${url}/items/7`);
  const bare = new Client(url);
  const agent = new Agent({ connections: 50 });
  const headers = Object.fromEntries(defaultSettings.defaultHeaders);
  const options = { method: 'GET', path: '/items/7', headers } as const;

  const ours: Send = async () => {
    const { failure } = await client.send(request);
    if (failure !== null) throw new Error(failure.code);
  };
  const byClient: Send = async () => {
    const { statusCode, body } = await bare.request(options);
    if (statusCode !== 200 || (await body.arrayBuffer()).byteLength === 0) throw new Error('?');
  };
  const byAgent: Send = async () => {
    const { statusCode, body } = await agent.request({ ...options, origin: url });
    if (statusCode !== 200 || (await body.arrayBuffer()).byteLength === 0) throw new Error('?');
  };

  const rows = [
    ...(await compare(['Client.send', 'undici Client.request'], [ours, byClient], rounds, (send) =>
      oneByOne(send, 3000),
    )),
    ...(await compare(
      ['Client.send, 50 in flight', 'undici Agent, 50 in flight'],
      [ours, byAgent],
      rounds,
      (send) => inFlight(send, 10_000, 50),
    )),
  ];
  process.stdout.write(JSON.stringify(rows));
  await Promise.all([client.dispose(), bare.close(), agent.close()]);
  origin.stop();
}
