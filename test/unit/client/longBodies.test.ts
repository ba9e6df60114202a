/** Bodies that are too long to be held: from files to the server, and from the server to files. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import zlib from 'node:zlib';
import { createClient, type Client } from '../../../src/client/client.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { describeFailure } from '../../../src/insight/failureText.ts';
import { fileBody } from '../../../src/transport/fileBody.ts';
import { requestTo } from '../../support/requestTo.ts';

const long = Buffer.alloc(3_000_000, 'abcdefghij');
/** No two parts of it are alike, so that none can be taken for another. */
const unlike = randomBytes(8_000_000);
const packed = zlib.gzipSync(Buffer.alloc(8_000_000, '{"a":1},'));

type Origin = {
  readonly url: string;
  readonly received: Received[];
  readonly connections: () => number;
};
type Received = { readonly length: string | undefined; readonly hash: string };

/** Answers `/long`, `/gzip` and `/redirect`; tells what else it was sent. */
async function origin(t: TestContext, version: '1.1' | '2'): Promise<Origin> {
  const received: Received[] = [];
  let connections = 0;
  const serve = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => hash.update(chunk));
    request.on('end', () => {
      const length = request.headers['content-length'];
      if (request.method === 'POST') received.push({ length, hash: hash.digest('hex') });
      if (request.url === '/gzip') {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
      } else if (request.url === '/redirect') {
        response.writeHead(302, { location: '/short', 'content-length': long.length }).end(long);
      } else if (request.url === '/unlike') {
        response.writeHead(200, { 'content-length': unlike.length }).end(unlike);
      } else if (request.url === '/pieces') {
        response.writeHead(200);
        for (let at = 0; at < unlike.length; at += 100_000) {
          response.write(unlike.subarray(at, at + 100_000));
        }
        response.end();
      } else {
        response.writeHead(200).end(request.url === '/long' ? long : 'short');
      }
    });
    if (request.url === '/slow') void takeSlowly(request);
  };
  const server =
    version === '2'
      ? http2.createServer(serve as unknown as Parameters<typeof http2.createServer>[0])
      : http.createServer(serve);
  server.on(version === '2' ? 'session' : 'connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, received, connections: () => connections };
}

/** A few milliseconds of rest, so that whoever sends has to wait for room. */
async function takeSlowly(request: http.IncomingMessage): Promise<void> {
  while (!request.readableEnded) {
    request.pause();
    await new Promise((resolve) => setTimeout(resolve, 2));
    request.resume();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function place(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-bodies-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function clientIn(t: TestContext, bodyFolder: string | null): Client {
  const client = createClient({ ...defaultSettings, maxBodyBytes: 1_000_000, bodyFolder });
  t.after(() => client.dispose());
  return client;
}

for (const version of ['1.1', '2'] as const) {
  const httpVersion = version === '2' ? '2' : null;

  test(`a long body goes to a file while it comes, HTTP/${version}`, async (t) => {
    const { url, connections } = await origin(t, version);
    const folder = join(await place(t), 'made', 'when needed');
    const client = clientIn(t, folder);
    const exchange = await client.send(requestTo(`${url}/long`, { httpVersion }));
    assert.equal(exchange.failure, null);
    assert.equal(exchange.bodyFile?.bytes, long.length);
    assert.ok((await readFile(exchange.bodyFile.path)).equals(long));
    const { mode } = await stat(folder);
    if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o700);
    assert.ok(exchange.body.length > 0 && exchange.body.length <= 1024 * 1024);
    assert.ok(long.subarray(0, exchange.body.length).equals(exchange.body.bytes()));
    const again = await client.send(requestTo(`${url}/short`, { httpVersion }));
    assert.equal(again.bodyFile, null);
    assert.equal(Buffer.from(again.body.bytes()).toString(), 'short');
    assert.equal(connections(), 1);
  });

  test(`without a place for it a long body fails in words, HTTP/${version}`, async (t) => {
    const { url } = await origin(t, version);
    const { failure } = await clientIn(t, null).send(requestTo(`${url}/long`, { httpVersion }));
    assert.deepEqual([failure?.code, failure?.limit], ['too-large', 1_000_000]);
  });

  test(`a long file is sent with its length, as often as it is asked for, HTTP/${version}`, async (t) => {
    const { url, received } = await origin(t, version);
    const path = join(await place(t), 'upload');
    await writeFile(path, long);
    const body = fileBody(path, long.length);
    const client = clientIn(t, null);
    for (let times = 0; times < 2; times++) {
      const sent = await client.send(requestTo(`${url}/up`, { method: 'POST', body, httpVersion }));
      assert.equal(sent.failure, null);
    }
    const hash = createHash('sha256').update(long).digest('hex');
    assert.deepEqual(received, Array(2).fill({ length: String(long.length), hash }));
  });

  test(`to the byte, however slowly it is taken, HTTP/${version}`, async (t) => {
    const { url, received } = await origin(t, version);
    const path = join(await place(t), 'upload');
    await writeFile(path, unlike);
    const body = fileBody(path, unlike.length);
    const request = requestTo(`${url}/slow`, { method: 'POST', body, httpVersion });
    assert.equal((await clientIn(t, null).send(request)).failure, null);
    const hash = createHash('sha256').update(unlike).digest('hex');
    assert.deepEqual(received, [{ length: String(unlike.length), hash }]);
  });

  for (const path of ['/unlike', '/pieces']) {
    test(`a long answer is kept to the byte, its beginning in memory too, HTTP/${version}, ${path}`, async (t) => {
      const { url } = await origin(t, version);
      const client = clientIn(t, await place(t));
      const seen = createHash('sha256');
      const { failure, body, bodyFile } = await client.send(
        requestTo(`${url}${path}`, { httpVersion }),
        { watcher: (chunk) => seen.update(chunk) },
      );
      assert.equal(failure, null);
      assert.ok(bodyFile);
      assert.ok((await readFile(bodyFile.path)).equals(unlike));
      assert.ok(body.length > 100_000 && unlike.subarray(0, body.length).equals(body.bytes()));
      assert.equal(seen.digest('hex'), createHash('sha256').update(unlike).digest('hex'));
    });
  }

  test(`a file that is gone, or shorter than it was, is told, HTTP/${version}`, async (t) => {
    const { url } = await origin(t, version);
    const path = join(await place(t), 'upload');
    await writeFile(path, long);
    const client = clientIn(t, null);
    for (const body of [fileBody(`${path}-gone`, 10), fileBody(path, long.length + 1)]) {
      const { failure } = await client.send(
        requestTo(`${url}/up`, { method: 'POST', body, httpVersion }),
      );
      assert.equal(failure?.code, 'body-unreadable');
    }
    assert.equal((await client.send(requestTo(`${url}/short`, { httpVersion }))).failure, null);
  });
}

test('however soon the answer comes to a file that was sent whole, the connection is kept', async (t) => {
  const { url, connections } = await origin(t, '1.1');
  const path = join(await place(t), 'upload');
  await writeFile(path, long.subarray(0, 300_000));
  const body = fileBody(path, 300_000);
  const client = clientIn(t, null);
  // One in twenty met an answer that was there before it was told that all had been taken.
  for (let times = 0; times < 200; times++) {
    const { failure } = await client.send(requestTo(`${url}/up`, { method: 'POST', body }));
    assert.equal(failure, null);
  }
  assert.equal(connections(), 1);
});

test('a coded body is decoded into a file where it is too long for memory', async (t) => {
  const { url } = await origin(t, '1.1');
  const folder = await place(t);
  const { body, bodyFile, decoding, failure } = await clientIn(t, folder).send(
    requestTo(`${url}/gzip`),
  );
  assert.equal(failure, null);
  assert.deepEqual(decoding, { codings: ['gzip'], rawBytes: packed.length, problem: null });
  assert.equal(bodyFile?.bytes, 8_000_000);
  assert.equal(Buffer.from(body.bytes().subarray(0, 8)).toString(), '{"a":1},');
  assert.deepEqual((await readdir(folder)).length, 1);
});

test('what comes with a redirect is not kept', async (t) => {
  const { url } = await origin(t, '1.1');
  const folder = await place(t);
  const exchange = await clientIn(t, folder).send(requestTo(`${url}/redirect`));
  assert.equal(Buffer.from(exchange.body.bytes()).toString(), 'short');
  assert.equal(exchange.hops.length, 2);
  assert.deepEqual(await readdir(folder), []);
});

test('a place that cannot be written to is told, and the next send goes well', async (t) => {
  const { url } = await origin(t, '1.1');
  const file = join(await place(t), 'a file');
  await writeFile(file, '');
  const folder = join(file, 'no folder');
  const client = clientIn(t, folder);
  const { failure } = await client.send(requestTo(`${url}/long`));
  assert.ok(failure);
  assert.equal(
    describeFailure(failure),
    `The answer of ${new URL(url).host} could not be kept in a file: ENOTDIR: not a directory, mkdir '${folder}'. Make room there, or let it be written to, then send again`,
  );
  assert.equal((await client.send(requestTo(`${url}/short`))).failure, null);
});

test(
  'a disk that is full is told with the file, of which nothing stays behind',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const { url } = await origin(t, '1.1');
    const folder = await place(t);
    const client = clientIn(t, folder);
    // What stands in for the full disk: no file may be longer.
    const limit = (bytes: string): void => {
      execFileSync('prlimit', [`--pid=${String(process.pid)}`, `--fsize=${bytes}:`]);
    };
    limit('2000000');
    const { failure } = await client.send(requestTo(`${url}/unlike`)).finally(() => {
      limit('unlimited');
    });
    assert.ok(failure);
    const words = describeFailure(failure);
    assert.match(words, /could not be kept in a file: EFBIG: file too large, write '[^']+'\. Make/);
    assert.ok(words.includes(`'${join(folder, '')}`), words);
    assert.deepEqual(await readdir(folder), []);
    assert.equal((await client.send(requestTo(`${url}/unlike`))).failure, null);
  },
);

test('whoever watches is told of each piece, and when it came', async (t) => {
  const { url } = await origin(t, '1.1');
  const pieces: string[] = [];
  const exchange = await clientIn(t, null).send(requestTo(`${url}/short`), {
    watcher: (chunk, head) =>
      pieces.push(`${String(head.status)} ${Buffer.from(chunk).toString()}`),
  });
  assert.deepEqual(pieces, ['200 short']);
  assert.equal(exchange.arrivals.length, 1);
  const [{ atMs, bytes } = { atMs: NaN, bytes: NaN }] = exchange.arrivals;
  assert.equal(bytes, 5);
  assert.ok(atMs > 0 && atMs <= exchange.total + 1, String(atMs));
});
