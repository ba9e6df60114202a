import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import type { PlacedRequest } from '../../../src/parser/httpFile.ts';
import { parse } from '../../../src/parser/parse.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { run, type RunItem, type RunOptions, type RunReport } from '../../../src/run/run.ts';
import { exchange, failure, hop } from '../insight/exchanges.ts';

test('one after the other, in order', async () => {
  let running = 0;
  const told: string[] = [];
  const sendSlowly = async (request: ResolvedRequest): Promise<Exchange> => {
    running += 1;
    assert.equal(running, 1, 'two at a time');
    await Promise.resolve();
    running -= 1;
    return send(request);
  };
  const report = await run(requests('a', 'b', 'c'), { send: sendSlowly }, options(told));
  assert.deepEqual(told, ['http://a.test/a', 'http://a.test/b', 'http://a.test/c']);
  assert.deepEqual(report, { requests: 3, sent: 3, failed: 0, notSent: 0 });
});

test('a failure does not stop the others', async () => {
  await check(['a', 'fail', 'c'], false, { requests: 3, sent: 3, failed: 1, notSent: 0 });
});

test('with bail it does', async () => {
  await check(['a', 'fail', 'c', 'd'], true, { requests: 4, sent: 2, failed: 1, notSent: 2 });
});

test('an abort ends the running one and leaves out the rest', async () => {
  await check(['a', 'abort', 'c', 'd'], false, { requests: 4, sent: 2, failed: 1, notSent: 2 });
});

test('after an abort nothing begins', async () => {
  const all = { ...options(), signal: AbortSignal.abort(), onExchange: () => assert.fail('told') };
  const report = await run(requests('a'), { send: () => assert.fail('sent') }, all);
  assert.deepEqual(report, { requests: 1, sent: 0, failed: 0, notSent: 1 });
});

test('what was sent for another is not sent again', async () => {
  const told: string[] = [];
  const text =
    'GET http://a.test/{{login.response.status}}\n\n###\n# @name login\nGET http://a.test/login\n';
  const report = await run(itemsOf(text), { send }, options(told));
  assert.deepEqual(told, ['http://a.test/login', 'http://a.test/200']);
  assert.deepEqual(report, { requests: 2, sent: 2, failed: 0, notSent: 0 });
});

test('what nobody asked for counts when it had to be sent', async () => {
  const told: string[] = [];
  const text =
    '# @name login\nGET http://a.test/login\n\n###\nGET http://a.test/{{login.response.status}}\n';
  const report = await run(itemsOf(text).slice(1), { send }, options(told));
  assert.deepEqual(report, { requests: 2, sent: 2, failed: 0, notSent: 0 });
});

test('what turns out not to be sendable is told, and the others go on', async () => {
  const told: string[] = [];
  const text =
    '# @name login\nGET http://a.test/login\n\n###\nGET http://a.test/{{login.response.headers.X-No}}\n\n###\nGET http://a.test/c\n';
  const report = await run(itemsOf(text), { send }, options(told));
  assert.deepEqual(told, ['http://a.test/login', 'refused', 'http://a.test/c']);
  assert.deepEqual(report, { requests: 3, sent: 2, failed: 0, notSent: 1 });
});

function options(told: string[] = []): RunOptions {
  return {
    bail: false,
    ask: () => assert.fail('asked'),
    readFile: () => assert.fail('read'),
    onExchange: ({ url }) => told.push(url),
    onRefused: () => told.push('refused'),
  };
}

async function check(paths: readonly string[], bail: boolean, expected: RunReport): Promise<void> {
  const stop = new AbortController();
  const sendOne = (request: ResolvedRequest): Promise<Exchange> => {
    if (request.path === '/abort') stop.abort();
    return send(request);
  };
  const all = { ...options(), bail, signal: stop.signal };
  assert.deepEqual(await run(requests(...paths), { send: sendOne }, all), expected);
}

function send({ url, path }: ResolvedRequest): Promise<Exchange> {
  const failed = path === '/fail' || path === '/abort';
  const response = { status: 200, statusText: 'OK', httpVersion: '1.1', headers: [] };
  return Promise.resolve(exchange([hop({ url, response, failure: failed ? failure() : null })]));
}

function requests(...paths: readonly string[]): readonly RunItem[] {
  return itemsOf(paths.map((path) => `GET http://a.test/${path}\n`).join('\n###\n'));
}

function itemsOf(text: string): readonly RunItem[] {
  const file = parse(text);
  const all = requestsOf(file);
  const named = (name: string): PlacedRequest | null =>
    all.find(({ request }) => request.name === name) ?? null;
  const sending = { path: 'a.http', scope: fileScope(file), requestNamed: named };
  return all.map((placed) => ({ placed, file: sending, answers: new Map() }));
}
