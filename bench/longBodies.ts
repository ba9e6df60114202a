/**
 * A gigabyte down and a gigabyte up through the whole client, against undici's own streaming between the same file and the same origin.
 * Each in a process of its own, in turns; memory is the peak over what the process took before.
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'undici';
import { createClient } from '../src/client/client.ts';
import { defaultSettings } from '../src/client/settings.ts';
import { fileBody } from '../src/transport/fileBody.ts';
import { requestTo } from '../test/support/requestTo.ts';
import { median, round } from './processCost.ts';

export type LongRow = {
  readonly program: string;
  readonly 'MB/s': number;
  readonly 'speed ÷ undici': number;
  readonly 'extra memory MB': number;
};

type Cost = { readonly ms: number; readonly extraMb: number };

const ways = ['down', 'up'] as const;
const programs = ['ours', 'undici'] as const;

export async function benchLongBodies(
  rounds: number,
  megabytes = 1024,
): Promise<readonly LongRow[]> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'keepalive-bench-'));
  const origin = fork(import.meta.filename, ['serve']);
  try {
    const [port] = (await once(origin, 'message')) as [number];
    const upload = join(folder, 'upload');
    const file = fs.openSync(upload, 'w');
    const block = Buffer.alloc(1024 * 1024, 'keepalive ');
    for (let index = 0; index < megabytes; index++) fs.writeSync(file, block);
    fs.closeSync(file);
    const rows: LongRow[] = [];
    for (const way of ways) {
      const costs: Record<(typeof programs)[number], Cost[]> = { ours: [], undici: [] };
      for (let number = 0; number < rounds; number++) {
        for (const program of number % 2 === 0 ? programs : programs.toReversed()) {
          const args = [
            import.meta.filename,
            program,
            way,
            String(port),
            folder,
            String(megabytes),
          ];
          costs[program].push(
            JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Cost,
          );
        }
      }
      const ratios = costs.ours.map(({ ms }, index) => (costs.undici[index]?.ms ?? NaN) / ms);
      for (const program of programs) {
        rows.push({
          program: `${program === 'ours' ? 'Client.send' : 'undici stream'}, ${String(megabytes)} MB ${way}`,
          'MB/s': round(megabytes / (median(costs[program].map(({ ms }) => ms)) / 1000), 0),
          'speed ÷ undici': program === 'undici' ? 1 : round(median(ratios)),
          'extra memory MB': round(Math.max(...costs[program].map(({ extraMb }) => extraMb)), 0),
        });
      }
    }
    return rows;
  } finally {
    origin.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(work: () => Promise<void>): Promise<Cost> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  clearInterval(timer);
  return { ms, extraMb: (peak - before) / 1024 / 1024 };
}

/** With a short request first, so that what is loaded and compiled once is there. */
async function ours(url: string, way: string, folder: string, bytes: number): Promise<Cost> {
  const bodyFolder = join(folder, 'bodies');
  const client = createClient({ ...defaultSettings, maxBodyBytes: 5 * 1024 * 1024, bodyFolder });
  const send = async (path: string, changes = {}): Promise<void> => {
    const { failure, bodyFile } = await client.send(requestTo(url + path, changes));
    if (failure !== null) throw new Error(`${failure.code} ${failure.detail}`);
    if (path === '/down' && bodyFile?.bytes !== bytes) throw new Error('Not all of it came');
  };
  await send('/small');
  const body = fileBody(join(folder, 'upload'), bytes);
  const cost = await measured(() =>
    way === 'down'
      ? send('/down', { headers: [['x-bytes', String(bytes)]] })
      : send('/up', { method: 'POST', body }),
  );
  await client.dispose();
  fs.rmSync(bodyFolder, { recursive: true, force: true });
  return cost;
}

async function bare(url: string, way: string, folder: string, bytes: number): Promise<Cost> {
  const client = new Client(url);
  await (await client.request({ method: 'GET', path: '/small' })).body.text();
  const path = join(folder, 'download');
  const cost = await measured(async () => {
    if (way === 'down') {
      const headers = { 'x-bytes': String(bytes) };
      await client.stream({ method: 'GET', path: '/down', headers }, () =>
        fs.createWriteStream(path),
      );
      return;
    }
    const headers = { 'content-length': String(bytes) };
    const body = fs.createReadStream(join(folder, 'upload'));
    await (await client.request({ method: 'POST', path: '/up', headers, body })).body.text();
  });
  await client.close();
  fs.rmSync(path, { force: true });
  return cost;
}

if (process.argv[2] === 'serve') {
  const block = Buffer.alloc(1024 * 1024, 'keepalive ');
  const server = http.createServer((request, response) => {
    if (request.url !== '/down') {
      request.resume().on('end', () => response.end('ok'));
      return;
    }
    let left = Number(request.headers['x-bytes']);
    response.writeHead(200, { 'content-length': left });
    const more = (): void => {
      while (left > 0) {
        const piece = block.subarray(0, Math.min(left, block.length));
        left -= piece.length;
        if (!response.write(piece)) {
          response.once('drain', more);
          return;
        }
      }
      response.end();
    };
    more();
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
} else if (process.argv[1] === import.meta.filename) {
  const [, , program, way = '', port = '', folder = '', megabytes = ''] = process.argv;
  const run = program === 'ours' ? ours : bare;
  const cost = await run(`http://127.0.0.1:${port}`, way, folder, Number(megabytes) * 1024 * 1024);
  process.stdout.write(JSON.stringify(cost));
}
