/**
 * How long an event loop is held up that takes 10,000 events a second, decodes them and makes the text of them that is shown meanwhile.
 * What the editor needs to show it comes on top: npm test -- host, with KEEPALIVE_HOST_FIGURES.
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { constants, createGzip } from 'node:zlib';
import { createClient } from '../src/client/client.ts';
import { codingsIn } from '../src/client/codings.ts';
import type { ResponseHead } from '../src/client/exchange.ts';
import { createLiveDecoding, type LiveDecoding } from '../src/client/liveDecoding.ts';
import { defaultSettings } from '../src/client/settings.ts';
import { createLiveText, type LiveText } from '../src/insight/liveText.ts';
import { requestTo } from '../test/support/requestTo.ts';
import { round } from './processCost.ts';

export type EventsRow = {
  readonly coding: string;
  readonly shown: string;
  readonly 'loop delay p50 ms': number;
  readonly 'p95 ms': number;
  readonly 'longest ms': number;
  readonly 'CPU of a core %': number;
};

const forMs = 5000;
const perSecond = 10_000;

/** As often as the editor asks at most. */
const readMs = 300;

export async function benchLiveEvents(): Promise<readonly EventsRow[]> {
  const origin = fork(import.meta.filename, ['serve']);
  try {
    const [port] = (await once(origin, 'message')) as [number];
    return ['none', 'gzip'].map((coding) => {
      const args = [import.meta.filename, 'watch', `http://127.0.0.1:${String(port)}/${coding}`];
      const said = execFileSync(process.execPath, args, { encoding: 'utf8' });
      return { coding, ...(JSON.parse(said) as Omit<EventsRow, 'coding'>) };
    });
  } finally {
    origin.kill();
  }
}

async function watch(url: string): Promise<Omit<EventsRow, 'coding'>> {
  const client = createClient(defaultSettings);
  let decoding: LiveDecoding | null = null;
  let text: LiveText | null = null;
  const begin = (head: ResponseHead): LiveDecoding =>
    createLiveDecoding(codingsIn(head.headers), {
      onPiece: (piece, arrival) => (text ??= createLiveText(head, piece))?.add(piece, arrival),
      onStop: ({ code }) => {
        throw new Error(`Nothing more is shown: ${code}`);
      },
    });
  const reading = setInterval(() => text?.read(), readMs);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const cpu = process.cpuUsage();
  const { failure } = await client.send(requestTo(url), {
    watcher: (chunk, head, arrival) => (decoding ??= begin(head)).add(chunk, arrival),
  });
  const { user, system } = process.cpuUsage(cpu);
  loop.disable();
  clearInterval(reading);
  if (failure !== null) throw new Error(failure.code);
  await client.dispose();
  const ms = (nanoseconds: number): number => round(nanoseconds / 1e6);
  return {
    shown: (text as LiveText | null)?.progress(forMs) ?? '',
    'loop delay p50 ms': ms(loop.percentile(50)),
    'p95 ms': ms(loop.percentile(95)),
    'longest ms': ms(loop.max),
    'CPU of a core %': round((user + system) / 1000 / forMs / 0.01, 0),
  };
}

/** Each event a write of its own, which says when it was sent. */
function flood({ url }: http.IncomingMessage, response: http.ServerResponse): void {
  const isCoded = url === '/gzip';
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    ...(isCoded ? { 'content-encoding': 'gzip' } : {}),
  });
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  if (isCoded) gzip.pipe(response);
  const output = isCoded ? gzip : response;
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const passedMs = Math.min(forMs, performance.now() - startedAt);
    const rest = `,"at":${String(Date.now())}}\n\n`;
    for (; sent < Math.floor((passedMs * perSecond) / 1000); sent++) {
      output.write(`data: {"n":${String(sent)}${rest}`);
    }
    if (passedMs < forMs) return;
    clearInterval(timer);
    output.end();
  }, 10);
}

const [, program, what, url = ''] = process.argv;
if (what === 'serve') {
  const server = http.createServer(flood);
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
} else if (program === import.meta.filename && what === 'watch') {
  process.stdout.write(JSON.stringify(await watch(url)));
}
