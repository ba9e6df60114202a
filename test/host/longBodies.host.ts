/**
 * A long download and a long upload by the extension, against undici's own streaming in the same extension host.
 * `KEEPALIVE_LONG_MEGABYTES=1024` makes them as long as one has time for.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { Client } from 'undici';
import * as vscode from 'vscode';
import { tellFigures } from './figures.ts';
import { closeEverything, openHttp, send } from './window.ts';

const megabyte = 1024 * 1024;
const megabytes = Number(process.env['KEEPALIVE_LONG_MEGABYTES'] ?? 128);
const rounds = 3;

/** More than a machine that is short of time needs for a round of a gigabyte. */
const limitMs = 600_000;

suite('long bodies', () => {
  let folder = '';
  let origin: ChildProcess;
  let port = 0;
  let http2Port = 0;
  suiteSetup(async () => {
    folder = fs.mkdtempSync(join(tmpdir(), 'keepalive-long-'));
    // In a process of its own, as its memory and its work would count as the editor's.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    origin = spawn(process.execPath, ['-e', server], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    assert.ok(origin.stdout);
    const said = String((await once(origin.stdout, 'data'))[0]);
    [port = 0, http2Port = 0] = JSON.parse(said) as number[];
  });
  suiteTeardown(() => {
    origin.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  teardown(closeEverything);

  test('a long download costs little memory, and no more time than undici takes', async function () {
    this.timeout(limitMs);
    const undici = async (): Promise<void> => {
      const client = new Client(`http://127.0.0.1:${String(port)}`);
      const path = join(folder, 'download');
      await client.stream({ method: 'GET', path: `/${String(megabytes)}` }, () =>
        fs.createWriteStream(path),
      );
      await client.close();
      assert.equal(fs.statSync(path).size, megabytes * megabyte);
    };
    const document = await openHttp([`GET http://127.0.0.1:${String(port)}/${String(megabytes)}`]);
    const ours = async (): Promise<void> => {
      const exchange = await send(document, 0);
      assert.equal(exchange?.failure, null);
      assert.equal(exchange.bodyFile?.bytes, megabytes * megabyte);
      fs.rmSync(exchange.bodyFile.path);
    };
    await compare('down', ours, undici);
  });

  test('a long upload costs little memory, and no more time than undici takes', async function () {
    this.timeout(limitMs);
    const path = join(folder, 'upload');
    const file = fs.openSync(path, 'w');
    const block = Buffer.alloc(megabyte, 'keepalive ');
    for (let index = 0; index < megabytes; index++) fs.writeSync(file, block);
    fs.closeSync(file);
    const undici = async (): Promise<void> => {
      const client = new Client(`http://127.0.0.1:${String(port)}`);
      const headers = { 'content-length': String(megabytes * megabyte) };
      const body = fs.createReadStream(path);
      const answer = await client.request({ method: 'POST', path: '/', headers, body });
      assert.equal(await answer.body.text(), String(megabytes * megabyte));
      await client.close();
    };
    const document = await openHttp([
      `POST http://127.0.0.1:${String(port)}/`,
      '',
      `< ${path.replaceAll('\\', '/')}`,
    ]);
    const ours = async (): Promise<void> => {
      const exchange = await send(document, 0);
      assert.equal(exchange?.failure, null);
      assert.equal(Buffer.from(exchange.body.bytes()).toString(), String(megabytes * megabyte));
    };
    await compare('up', ours, undici);
  });

  test('a long text that is shown while it comes costs little memory, too', async function () {
    this.timeout(limitMs);
    const document = await openHttp([
      `GET http://127.0.0.1:${String(port)}/${String(megabytes)}/text`,
    ]);
    const { ms, extraMb } = await measured(async () => {
      const exchange = await send(document, 0);
      assert.equal(exchange?.failure, null);
      assert.equal(exchange.bodyFile?.bytes, megabytes * megabyte);
    });
    const said = `${String(megabytes)} MB of text down: ${figures([{ ms, extraMb }])}`;
    tellFigures(said);
    assert.ok(extraMb <= 64, said);
  });

  for (const [way, target] of [
    ['in small chunks', () => `http://127.0.0.1:${String(port)}/${String(megabytes)}/chunks`],
    ['in gzip', () => `http://127.0.0.1:${String(port)}/${String(megabytes)}/gzip`],
    ['over HTTP/2', () => `http://127.0.0.1:${String(http2Port)}/${String(megabytes)} HTTP/2`],
  ] as const) {
    test(`a long download ${way} costs little memory, too`, async function () {
      this.timeout(limitMs);
      const document = await openHttp([`GET ${target()}`]);
      const cost = await measured(async () => {
        const exchange = await send(document, 0);
        assert.equal(exchange?.failure, null);
        assert.equal(exchange.bodyFile?.bytes, megabytes * megabyte);
      });
      const said = `${String(megabytes)} MB down ${way}: ${figures([cost])}`;
      tellFigures(said);
      assert.ok(cost.extraMb <= 64, said);
    });
  }

  test('a long answer that is saved by `>>!` costs little memory, too', async function () {
    this.timeout(limitMs);
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    const saved = vscode.Uri.joinPath(workspace.uri, 'long-answer.bin').fsPath;
    const document = await openHttp([
      `GET http://127.0.0.1:${String(port)}/${String(megabytes)}`,
      '',
      '>>! long-answer.bin',
    ]);
    try {
      const { extraMb } = await measured(async () => {
        assert.equal((await send(document, 0))?.failure, null);
      });
      assert.equal(fs.statSync(saved).size, megabytes * megabyte);
      assert.ok(extraMb <= 64, `extra ${String(extraMb)} MB`);
    } finally {
      fs.rmSync(saved, { force: true });
    }
  });
});

type Cost = { readonly ms: number; readonly extraMb: number };

/** In turns, so that what else goes on in the machine weighs on both. */
async function compare(
  way: string,
  ours: () => Promise<void>,
  undici: () => Promise<void>,
): Promise<void> {
  const costs: { readonly ours: Cost[]; readonly undici: Cost[] } = { ours: [], undici: [] };
  for (let round = 0; round < rounds; round++) {
    costs.ours.push(await measured(ours));
    costs.undici.push(await measured(undici));
  }
  const speed = best(costs.undici) / best(costs.ours);
  const said = `${String(megabytes)} MB ${way}: ours ${figures(costs.ours)}; undici ${figures(costs.undici)}; ours ÷ undici ${speed.toFixed(2)}`;
  tellFigures(said);
  assert.ok(Math.max(...costs.ours.map(({ extraMb }) => extraMb)) <= 64, said);
  assert.ok(speed >= 0.8, said);
}

/** The memory that the whole extension host took at most while it worked, over what it took before. */
async function measured(work: () => Promise<void>): Promise<Cost> {
  collectGarbage();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  clearInterval(timer);
  return { ms, extraMb: (peak - before) / megabyte };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function best(costs: readonly Cost[]): number {
  return Math.min(...costs.map(({ ms }) => ms));
}

function figures(costs: readonly Cost[]): string {
  const speeds = costs.map(({ ms }) => (megabytes / (ms / 1000)).toFixed(0)).join(' ');
  return `${speeds} MB/s, extra ${costs.map(({ extraMb }) => extraMb.toFixed(0)).join(' ')} MB`;
}

/**
 * Answers `GET /N` with N megabytes, `/N/text` with as many of text, in `/N/chunks` of 16 kB and in `/N/gzip`,
 * and a POST with the number of bytes that it was sent; the second port speaks HTTP/2.
 */
const server = `
  const block = Buffer.alloc(1024 * 1024, 'keepalive ');
  const digits = require('node:crypto').randomBytes(block.length / 2).toString('hex');
  const packed = require('node:zlib').gzipSync(digits, { level: 1 });
  const serve = (request, response) => {
    if (request.method === 'POST') {
      let bytes = 0;
      request.on('data', (chunk) => (bytes += chunk.length));
      request.on('end', () => response.end(String(bytes)));
      return;
    }
    const [, megabytes, kind] = request.url.split('/');
    let left = Number(megabytes) * block.length;
    const type = kind === 'text' ? 'text/plain' : 'application/octet-stream';
    const [piece, worth, head] =
      kind === 'gzip'
        ? [packed, block.length, { 'content-encoding': 'gzip' }]
        : kind === 'chunks'
          ? [block.subarray(0, 16384), 16384, {}]
          : [block, block.length, { 'content-length': left }];
    response.writeHead(200, { 'content-type': type, ...head });
    const more = () => {
      for (; left > 0; left -= worth) {
        if (!response.write(piece)) {
          left -= worth;
          return response.once('drain', more);
        }
      }
      response.end();
    };
    more();
  };
  const servers = ['node:http', 'node:http2'].map((name) => require(name).createServer(serve));
  const ports = servers.map(
    (each) => new Promise((done) => each.listen(0, '127.0.0.1', () => done(each.address().port))),
  );
  Promise.all(ports).then((all) => console.log(JSON.stringify(all)));
  process.stdin.resume().on('end', () => process.exit());
`;
