import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { run, type RunReport } from '../../../src/run/run.ts';
import { exchange, failure, hop } from '../insight/exchanges.ts';

test('one after the other, in order', async () => {
  let running = 0;
  const told: string[] = [];
  const report = await run(
    requests('a', 'b', 'c'),
    {
      send: async (request) => {
        running += 1;
        assert.equal(running, 1, 'two at a time');
        await Promise.resolve();
        running -= 1;
        return answer(request);
      },
    },
    { bail: false, onExchange: ({ url }) => told.push(url) },
  );
  assert.deepEqual(told, ['a', 'b', 'c']);
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
  const report = await run(
    requests('a'),
    { send: () => assert.fail('sent') },
    { bail: false, signal: AbortSignal.abort(), onExchange: () => assert.fail('told') },
  );
  assert.deepEqual(report, { requests: 1, sent: 0, failed: 0, notSent: 1 });
});

async function check(urls: readonly string[], bail: boolean, expected: RunReport): Promise<void> {
  const stop = new AbortController();
  const send = (request: ResolvedRequest): Promise<Exchange> => {
    if (request.url === 'abort') stop.abort();
    return Promise.resolve(answer(request));
  };
  const options = { bail, signal: stop.signal, onExchange: () => undefined };
  assert.deepEqual(await run(requests(...urls), { send }, options), expected);
}

function answer({ url }: ResolvedRequest): Exchange {
  const failed = url === 'fail' || url === 'abort';
  return exchange([hop({ url, failure: failed ? failure() : null })]);
}

function requests(...urls: readonly string[]): ResolvedRequest[] {
  return urls.map((url, index) => ({
    method: 'GET',
    url,
    scheme: 'http',
    host: 'api.test',
    port: 80,
    path: '/',
    httpVersion: null,
    headers: [],
    body: null,
    freshConnection: false,
    noKeepAlive: false,
    insecure: false,
    timeoutMs: null,
    connectTimeoutMs: null,
    source: { file: 'demo.http', name: null, title: null, line: index + 1 },
  }));
}
