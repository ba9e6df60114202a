/** Coded bodies while they come, from servers that flush after each event. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Transform } from 'node:stream';
import { test, type TestContext } from 'node:test';
import zlib from 'node:zlib';
import { createClient } from '../../../src/client/client.ts';
import { codingsIn } from '../../../src/client/codings.ts';
import type { Exchange } from '../../../src/client/exchange.ts';
import { createLiveDecoding, type LiveStop } from '../../../src/client/liveDecoding.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { requestTo } from '../../support/requestTo.ts';
import { until } from '../../support/until.ts';

const coders: Readonly<Record<string, () => Transform>> = {
  gzip: () => zlib.createGzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createDeflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  br: () => zlib.createBrotliCompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => zlib.createZstdCompress({ flush: zlib.constants.ZSTD_e_flush }),
};

type Live = {
  readonly answer: http.ServerResponse;
  /** What has been shown, and by which arrival: `[text, atMs]`. */
  readonly shown: readonly (readonly [string, number])[];
  readonly stops: readonly LiveStop[];
  readonly wireBytes: () => number;
  readonly exchange: Promise<Exchange>;
  readonly cancel: () => void;
};

/** A request whose answer is the test's to write, watched while it comes. */
async function live(t: TestContext, coding: string): Promise<Live> {
  const answers: http.ServerResponse[] = [];
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': coding });
    response.flushHeaders();
    answers.push(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient(defaultSettings);
  t.after(async () => {
    await client.dispose();
    server.closeAllConnections();
    server.close();
  });
  const shown: (readonly [string, number])[] = [];
  const stops: LiveStop[] = [];
  let wireBytes = 0;
  const decoding = createLiveDecoding(codingsIn([['content-encoding', coding]]), {
    onPiece: (piece, { atMs }) => shown.push([Buffer.from(piece).toString(), atMs]),
    onStop: (why) => stops.push(why),
  });
  const abort = new AbortController();
  const { port } = server.address() as AddressInfo;
  const exchange = client.send(requestTo(`http://127.0.0.1:${String(port)}/`), {
    signal: abort.signal,
    watcher: (chunk, _head, arrival) => {
      wireBytes += chunk.length;
      decoding.add(chunk, arrival);
    },
  });
  await until('the request is there', () => answers.length > 0);
  const [answer] = answers;
  assert.ok(answer);
  return {
    answer,
    shown,
    stops,
    wireBytes: () => wireBytes,
    exchange: exchange.finally(decoding.end),
    cancel: () => {
      abort.abort();
    },
  };
}

function textOf(shown: Live['shown']): string {
  return shown.map(([text]) => text).join('');
}

/** Presses what is written to it, and sends each write on at once. */
function pressed(coding: string, answer: http.ServerResponse): Transform {
  const all = coding.split(', ').map((each) => coders[each]?.() ?? assert.fail(each));
  const last = all.reduce((before, next) => before.pipe(next));
  last.pipe(answer);
  return all[0] ?? assert.fail();
}

for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'br, gzip']) {
  test(`${coding}: each event is there before the next is sent, and the piece that brought it is known`, async (t) => {
    const { answer, shown, exchange } = await live(t, coding);
    const server = pressed(coding, answer);
    let text = '';
    for (let index = 0; index < 5; index++) {
      const event = `data: ${String(index)}\n\n`;
      text += event;
      server.write(event);
      await until(`event ${String(index)} is shown`, () => textOf(shown) === text);
    }
    server.end();
    const { failure, body, arrivals } = await exchange;
    assert.equal(failure, null);
    assert.equal(Buffer.from(body.bytes()).toString(), text);
    const brought = arrivals.filter(({ bodyBytes = 0 }) => bodyBytes > 0);
    assert.deepEqual(
      brought.map(({ atMs, bodyBytes }) => [atMs, bodyBytes]),
      shown.map(([piece, atMs]) => [atMs, piece.length]),
    );
    assert.equal(brought.length, 5);
  });
}

test('cut short or cancelled, what has come stays, without its coding', async (t) => {
  const { answer, shown, exchange, cancel } = await live(t, 'gzip');
  pressed('gzip', answer).write('data: kept\n\n');
  await until('it is shown', () => textOf(shown) !== '');
  cancel();
  const { failure, body, decoding } = await exchange;
  assert.equal(failure?.code, 'aborted');
  assert.equal(Buffer.from(body.bytes()).toString(), 'data: kept\n\n');
  assert.equal(decoding?.problem, null);
});

test('what is broken midway is told, and kept as it came', async (t) => {
  const { answer, shown, stops, wireBytes, exchange } = await live(t, 'gzip');
  pressed('gzip', answer).write('data: good\n\n');
  await until('it is shown', () => textOf(shown) === 'data: good\n\n');
  answer.write(Buffer.alloc(100, 0xff));
  await until('it is told', () => stops.length > 0);
  answer.end();
  const { failure, body, decoding } = await exchange;
  assert.deepEqual(
    stops.map(({ code }) => code),
    ['broken'],
  );
  assert.equal(failure?.code, 'body-unreadable');
  assert.equal(decoding?.problem?.code, 'broken');
  assert.equal(body.length, wireBytes());
});

test('a coding that nobody knows is told at once', async (t) => {
  const { answer, stops, exchange } = await live(t, 'gzip, exi');
  assert.deepEqual(stops, [{ code: 'unknown-coding', detail: 'exi' }]);
  answer.end('as it came');
  assert.equal(Buffer.from((await exchange).body.bytes()).toString(), 'as it came');
});

test('what is meant to fill the machine is given up', async (t) => {
  const { answer, shown, stops, exchange } = await live(t, 'gzip');
  answer.write(zlib.gzipSync(Buffer.alloc(100_000_000)));
  await until('it is told', () => stops.length > 0);
  answer.end();
  assert.deepEqual(stops, [{ code: 'too-large', detail: 'gzip' }]);
  assert.ok(shown.reduce((sum, [text]) => sum + text.length, 0) <= 64 * 1024 * 1024);
  assert.equal((await exchange).failure?.code, 'too-large');
});

test('what comes faster than it can be decoded is not kept for that', () => {
  const pieces: string[] = [];
  const stops: LiveStop[] = [];
  const { add } = createLiveDecoding(['gzip'], {
    onPiece: (piece) => pieces.push(Buffer.from(piece).toString()),
    onStop: (why) => stops.push(why),
  });
  // All in one turn, in which nothing can be decoded.
  const piece = new Uint8Array(1024 * 1024);
  for (let index = 0; index < 5; index++) add(piece, { atMs: index, bytes: piece.length });
  assert.deepEqual([pieces, stops], [[], [{ code: 'too-fast' }]]);
});
