/** One long body by one program, in a process of its own that tells its cost: memory is the peak over what the process took before. */
import fs from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Client, H2CClient } from 'undici';
import { createClient } from '../src/client/client.ts';
import { bodyLength } from '../src/client/exchange.ts';
import { defaultSettings } from '../src/client/settings.ts';
import { fileBody } from '../src/transport/fileBody.ts';
import { requestTo } from '../test/support/requestTo.ts';
import type { Cost, Job } from './longBodies.ts';

const job = JSON.parse(process.argv[2] ?? '') as Job;
process.stdout.write(JSON.stringify(await (job.program === 'ours' ? ours(job) : bare(job))));

/** With a short request first, so that what is loaded and compiled once is there. */
async function ours({ way, url, folder, bytes }: Job): Promise<Cost> {
  const bodyFolder = join(folder, 'bodies');
  const client = createClient({ ...defaultSettings, maxBodyBytes: 5 * 1024 * 1024, bodyFolder });
  const httpVersion = way.http2 ? '2' : null;
  const send = async (path: string, changes = {}): Promise<number> => {
    const exchange = await client.send(requestTo(url + path, { httpVersion, ...changes }));
    const { failure } = exchange;
    if (failure !== null) throw new Error(`${failure.code} ${failure.detail}`);
    return bodyLength(exchange);
  };
  await send('/small');
  const body = fileBody(join(folder, 'upload'), bytes);
  const cost = await measured(async () => {
    if (way.path === '/up') await send('/up', { method: 'POST', body });
    else check(await send(way.path, { headers: [['x-bytes', String(bytes)]] }), bytes);
  });
  await client.dispose();
  fs.rmSync(bodyFolder, { recursive: true, force: true });
  return cost;
}

async function bare({ way, url, folder, bytes }: Job): Promise<Cost> {
  const client = way.http2 ? new H2CClient(url) : new Client(url);
  await (await client.request({ method: 'GET', path: '/small' })).body.text();
  const path = join(folder, 'download');
  const cost = await measured(async () => {
    if (way.path === '/up') {
      const headers = { 'content-length': String(bytes) };
      const body = fs.createReadStream(join(folder, 'upload'));
      await (await client.request({ method: 'POST', path: '/up', headers, body })).body.text();
      return;
    }
    const asked = { method: 'GET', path: way.path, headers: { 'x-bytes': String(bytes) } } as const;
    if (way.path === '/gzip') {
      const { body } = await client.request(asked);
      await pipeline(body, createGunzip(), fs.createWriteStream(path));
    } else await client.stream(asked, () => fs.createWriteStream(path));
    check(fs.statSync(path).size, bytes);
  });
  await client.close();
  fs.rmSync(path, { force: true });
  return cost;
}

function check(came: number, bytes: number): void {
  if (came !== bytes) throw new Error(`${String(came)} bytes came, not ${String(bytes)}`);
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
