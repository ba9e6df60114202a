import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResponseHead } from '../../../src/client/exchange.ts';
import { createLiveText, type LiveText } from '../../../src/insight/liveText.ts';

test('a character that is split between pieces is whole in the text, and belongs to where it became so', () => {
  const live = liveOf('text/plain');
  const all = Buffer.from('aä🎉b');
  for (let at = 0; at < all.length; at++) {
    live.add(all.subarray(at, at + 1), { atMs: at, bytes: 1 });
    assert.doesNotMatch(live.read().text, /\ufffd/);
  }
  const { text, pieces } = live.read();
  assert.equal(text, 'aä🎉b');
  const places = pieces.filter(({ start, end }) => end > start);
  assert.deepEqual(
    places.map(({ start, arrival }) => [start, arrival.atMs]),
    [
      [0, 0],
      [1, 2],
      [2, 6],
      [4, 7],
    ],
  );
});

test('the charset of the content type is used', () => {
  const live = liveOf('text/plain; charset=iso-8859-1');
  add(live, Buffer.from([0x66, 0xfc, 0x72]));
  assert.equal(live.read().text, 'für');
});

test('the text is bounded, keeps its end, and says what is left out', () => {
  const live = liveOf('text/plain');
  for (let line = 0; line < 300_000; line++) {
    add(live, Buffer.from(`line ${String(line).padStart(6, '0')}\n`));
    if (line % 1000 === 0) live.read();
  }
  const { text, start } = live.read();
  assert.ok(text.length <= 125_000 && text.length > 100_000, String(text.length));
  assert.ok(text.startsWith('line '), 'it begins with a line');
  assert.ok(text.endsWith('line 299999\n'));
  assert.equal(start + text.length, 300_000 * 12);
  assert.deepEqual(live.notes(), [
    `The first ${(start / 1e6).toFixed(1)} MB are left out until it has ended`,
  ]);
});

test('what comes faster than it is read is not kept, nor decoded', () => {
  const live = liveOf('text/plain');
  const chunk = Buffer.alloc(100_000, 'x');
  add(live, Buffer.from('the beginning'));
  live.read();
  for (let index = 0; index < 100; index++) add(live, chunk);
  const { text } = live.read();
  assert.ok(text.length <= 2_000_000 && !text.includes('beginning'));
  assert.match(live.notes()[0] ?? '', /^The first \d\.\d MB are left out/);
  assert.equal(live.bytes(), 10_000_013);
});

test('a line that is too long is cut in it, and not in a character', () => {
  const live = liveOf('text/plain');
  add(live, Buffer.from(`x${'🎉'.repeat(600_000)}`));
  const { text } = live.read();
  assert.ok(text.length > 100_000 && text.isWellFormed());
});

test('parts of a stream are counted, wherever it is cut', () => {
  const stream = ': hello\n\ndata: 1\n\nevent: x\ndata: 2\ndata: 3\r\n\r\nid: 4\n\ndata\n\ndata: 5';
  for (const size of [1, 2, 3, 7, 1000])
    assert.equal(amount('text/event-stream', stream, size), '3 events', String(size));
  assert.equal(amount('text/event-stream', 'data: 1\r\rdatax: 2\r\r', 1), '1 event');
  assert.equal(amount('application/x-ndjson', '{"a":1}\n{"a":2}\n{"a', 4), '2 lines');
  assert.equal(amount('application/json-seq', '\u001e1\n\u001e2\n', 2), '2 records');
  assert.equal(amount('text/plain', 'x'.repeat(1500), 1000), '1.5 kB');
});

test('where no more of it can be shown, it is said', () => {
  const live = liveOf('text/plain');
  add(live, Buffer.from('so far'));
  live.stop('Comes faster than it can be decoded: it is shown when it has ended');
  assert.equal(live.read().text, 'so far');
  assert.deepEqual(live.notes(), [
    'Comes faster than it can be decoded: it is shown when it has ended',
  ]);
});

test('only text of a success is shown while it comes', () => {
  const isShown = (type: string, status = 200, first = 'text'): boolean =>
    createLiveText({ ...headOf(type), status }, Buffer.from(first)) !== null;
  assert.ok(isShown('application/json'));
  assert.ok(isShown(''));
  assert.ok(!isShown('image/svg+xml'));
  assert.ok(!isShown('application/zip'));
  assert.ok(!isShown('', 200, 'a\0b'));
  assert.ok(!isShown('text/event-stream', 302));
  assert.ok(!isShown('text/event-stream', 401));
});

function amount(type: string, stream: string, size: number): string {
  const live = liveOf(type);
  const all = Buffer.from(stream);
  for (let at = 0; at < all.length; at += size) add(live, all.subarray(at, at + size));
  return /^receiving… (.+) · 3\.4 s$/.exec(live.progress(3400))?.[1] ?? '';
}

function add(live: LiveText, chunk: Uint8Array): void {
  live.add(chunk, { atMs: 0, bytes: chunk.length });
}

function liveOf(type: string): LiveText {
  const live = createLiveText(headOf(type), new Uint8Array(0));
  assert.ok(live);
  return live;
}

function headOf(type: string): ResponseHead {
  return {
    status: 200,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: [['Content-Type', type]],
  };
}
