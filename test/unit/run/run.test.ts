import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import type { PlacedRequest } from '../../../src/parser/httpFile.ts';
import { parse } from '../../../src/parser/parse.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { run, type RunItem, type RunOptions, type RunReport } from '../../../src/run/run.ts';
import { until } from '../../support/until.ts';
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
  const report = await count(requests('a', 'b', 'c'), { send: sendSlowly }, options(told));
  assert.deepEqual(told, ['http://a.test/a', 'http://a.test/b', 'http://a.test/c']);
  assert.deepEqual(report, { requests: 3, sent: 3, failed: 0, notSent: 0 });
});

test('a failure does not stop the others', async () => {
  await check(['a', 'fail', 'c'], false, { requests: 3, sent: 3, failed: 1, notSent: 0 });
});

test('with bail it does', async () => {
  await check(['a', 'fail', 'c', 'd'], true, { requests: 4, sent: 2, failed: 1, notSent: 2 });
});

test('with bail it stops as well where a reference has no value', async () => {
  const text =
    '# @name login\nGET http://a.test/login\n\n###\nGET http://a.test/{{login.response.headers.nope}}\n\n###\nGET http://a.test/c\n';
  const told: string[] = [];
  const report = await count(itemsOf(text), { send }, { ...options(told), bail: true });
  assert.deepEqual(told, ['http://a.test/login', 'refused']);
  assert.deepEqual(report, { requests: 3, sent: 1, failed: 0, notSent: 2 });
  await count(itemsOf(text), { send }, options(told));
  assert.equal(told.at(-1), 'http://a.test/c');
});

test('an abort ends the running one and leaves out the rest', async () => {
  await check(['a', 'abort', 'c', 'd'], false, { requests: 4, sent: 2, failed: 1, notSent: 2 });
});

test('after an abort nothing begins', async () => {
  const all = { ...options(), signal: AbortSignal.abort(), onExchange: () => assert.fail('told') };
  const report = await count(requests('a'), { send: () => assert.fail('sent') }, all);
  assert.deepEqual(report, { requests: 1, sent: 0, failed: 0, notSent: 1 });
});

test('what was sent for another is not sent again', async () => {
  const told: string[] = [];
  const text =
    'GET http://a.test/{{login.response.status}}\n\n###\n# @name login\nGET http://a.test/login\n';
  const report = await count(itemsOf(text), { send }, options(told));
  assert.deepEqual(told, ['http://a.test/login', 'http://a.test/200']);
  assert.deepEqual(report, { requests: 2, sent: 2, failed: 0, notSent: 0 });
});

test('what nobody asked for counts when it had to be sent', async () => {
  const told: string[] = [];
  const text =
    '# @name login\nGET http://a.test/login\n\n###\nGET http://a.test/{{login.response.status}}\n';
  const report = await count(itemsOf(text).slice(1), { send }, options(told));
  assert.deepEqual(report, { requests: 2, sent: 2, failed: 0, notSent: 0 });
});

test('what turns out not to be sendable is told, and the others go on', async () => {
  const told: string[] = [];
  const text =
    '# @name login\nGET http://a.test/login\n\n###\nGET http://a.test/{{login.response.headers.X-No}}\n\n###\nGET http://a.test/c\n';
  const report = await count(itemsOf(text), { send }, options(told));
  assert.deepEqual(told, ['http://a.test/login', 'refused', 'http://a.test/c']);
  assert.deepEqual(report, { requests: 3, sent: 2, failed: 0, notSent: 1 });
});

test('some at a time, never more, and told in their order', async () => {
  const slow = gate();
  const told: string[] = [];
  const send = meter(({ path }) => (path === '/a' ? slow.opened : Promise.resolve()));
  const running = run(requests('a', 'b', 'c', 'd', 'e'), send, { ...options(told), parallel: 2 });
  await until('they are sent', () => send.paths.length === 5);
  assert.deepEqual(told, [], 'the first one has not ended');
  slow.open();
  assert.deepEqual(await running, {
    requests: 5,
    sent: 5,
    failed: 0,
    notSent: 0,
    givenUp: false,
  });
  assert.deepEqual(
    told,
    ['a', 'b', 'c', 'd', 'e'].map((path) => `http://a.test/${path}`),
  );
  assert.equal(send.most, 2);
});

test('however many there are, only so many wait for a slow one', async () => {
  const slow = gate();
  const names = Array.from({ length: 300 }, (_, index) => String(index));
  const send = meter(({ path }) => (path === '/0' ? slow.opened : Promise.resolve()));
  const told: string[] = [];
  const running = run(requests(...names), send, { ...options(told), parallel: 4 });
  await until('they are sent', () => send.paths.length === 64);
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  assert.equal(send.paths.length, 64);
  slow.open();
  assert.equal((await running).sent, 300);
  assert.deepEqual(
    told,
    names.map((name) => `http://a.test/${name}`),
  );
});

test('side by side, what they refer to is sent once and waited for, wherever it stands', async () => {
  const refers = (name: string): string =>
    `GET http://a.test/${name}/{{login.response.status}}\n\n###\n`;
  const login = '# @name login\nGET http://a.test/login\n\n###\n';
  for (const text of [
    refers('a') + refers('b') + login + refers('c'),
    login + refers('a') + refers('b') + refers('c'),
  ]) {
    const send = meter(() => Promise.resolve());
    const report = await count(itemsOf(text), send, { ...options(), parallel: 4 });
    assert.deepEqual(send.paths.toSorted(), ['/a/200', '/b/200', '/c/200', '/login']);
    assert.equal(send.paths[0], '/login');
    assert.deepEqual(report, { requests: 4, sent: 4, failed: 0, notSent: 0 });
  }
});

test('what failed is not sent again for each that refers to it', async () => {
  for (const parallel of [1, 3]) {
    const told: string[] = [];
    const send = meter(() => Promise.resolve());
    const one = 'GET http://a.test/{{login.response.status}}\n\n###\n';
    const text = `${one}${one}# @name login\nGET http://a.test/fail\n`;
    const report = await count(itemsOf(text), send, { ...options(told), parallel });
    assert.deepEqual(send.paths, ['/fail']);
    assert.deepEqual(told, ['http://a.test/fail', 'refused', 'refused']);
    assert.deepEqual(report, { requests: 3, sent: 1, failed: 1, notSent: 2 });
  }
});

test('two that refer to each other do not wait for ever', async () => {
  const text =
    '# @name a\nGET http://a.test/{{b.response.status}}\n\n###\n# @name b\nGET http://a.test/{{a.response.status}}\n';
  for (const parallel of [1, 2]) {
    const words: string[] = [];
    const report = await count(
      itemsOf(text),
      meter(() => Promise.resolve()),
      {
        ...options(),
        parallel,
        onRefused: (_item, problems) => words.push(problems[0]?.message ?? ''),
      },
    );
    assert.deepEqual(report, { requests: 2, sent: 0, failed: 0, notSent: 2 });
    assert.match(words.join('\n'), /needs itself to be sent first: (a → b → a|b → a → b)/);
  }
});

test('again and again, each time anew and in order', async () => {
  const told: string[] = [];
  const text =
    'GET http://a.test/{{login.response.status}}\n\n###\n# @name login\nGET http://a.test/login\n';
  const report = await count(itemsOf(text), { send }, { ...options(told), repeat: 3 });
  const pass = ['http://a.test/login', 'http://a.test/200'];
  assert.deepEqual(told, [...pass, ...pass, ...pass]);
  assert.deepEqual(report, { requests: 6, sent: 6, failed: 0, notSent: 0 });
});

test('bail lets those under way end, and begins no more', async () => {
  const slow = gate();
  const send = meter(({ path }) => (path === '/slow' ? slow.opened : Promise.resolve()));
  const running = count(requests('slow', 'fail', 'c', 'd'), send, {
    ...options(),
    bail: true,
    parallel: 2,
    repeat: 50,
  });
  await until('they are sent', () => send.paths.length === 2);
  slow.open();
  assert.deepEqual(await running, { requests: 200, sent: 2, failed: 1, notSent: 198 });
});

test('who would not answer ends the run', async () => {
  const text = '# @prompt who\nGET http://a.test/{{who}}\n\n###\nGET http://a.test/b\n';
  const report = await run(
    itemsOf(text),
    { send },
    { ...options(), ask: () => Promise.resolve(null) },
  );
  assert.deepEqual(report, { requests: 2, sent: 0, failed: 0, notSent: 2, givenUp: true });
});

type Counts = Omit<RunReport, 'givenUp'>;

async function count(...args: Parameters<typeof run>): Promise<Counts> {
  const { givenUp, ...counts } = await run(...args);
  assert.equal(givenUp, false);
  return counts;
}

/** Sends, and counts how many at a time. */
function meter(answered: (request: ResolvedRequest) => Promise<unknown>) {
  let now = 0;
  const all = {
    paths: [] as string[],
    most: 0,
    send: async (request: ResolvedRequest): Promise<Exchange> => {
      now += 1;
      all.most = Math.max(all.most, now);
      all.paths.push(request.path);
      await answered(request);
      now -= 1;
      return send(request);
    },
  };
  return all;
}

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    opened: promise,
    open: () => {
      resolve(undefined);
    },
  };
}

function options(told: string[] = []): RunOptions {
  return {
    bail: false,
    ask: () => assert.fail('asked'),
    readFile: () => assert.fail('read'),
    onExchange: ({ url }) => told.push(url),
    onRefused: () => told.push('refused'),
  };
}

async function check(paths: readonly string[], bail: boolean, expected: Counts): Promise<void> {
  const stop = new AbortController();
  const sendOne = (request: ResolvedRequest): Promise<Exchange> => {
    if (request.path === '/abort') stop.abort();
    return send(request);
  };
  const all = { ...options(), bail, signal: stop.signal };
  assert.deepEqual(await count(requests(...paths), { send: sendOne }, all), expected);
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
