import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { RetryStale } from '../../../src/client/settings.ts';
import { certificates } from '../../support/certificates.ts';
import { stage, story } from '../../support/stage.ts';

type Row = readonly [path: string, method: string, policy: RetryStale, retried: boolean];

/** A reused connection that dies before any byte of the answer: whether the request is sent again. */
const rows: readonly Row[] = [
  ['/fin', 'GET', 'idempotent', true],
  ['/fin', 'PUT', 'idempotent', true],
  ['/fin', 'POST', 'idempotent', false],
  ['/fin', 'PATCH', 'idempotent', false],
  ['/fin', 'POST', 'all', true],
  ['/fin', 'GET', 'never', false],
  ['/reset', 'GET', 'idempotent', true],
  ['/reset', 'POST', 'idempotent', false],
  ['/reset', 'POST', 'all', true],
  ['/reset', 'GET', 'never', false],
];

const failures: Readonly<Record<string, string>> = {
  '/fin': 'closed-before-response',
  '/reset': 'connection-reset',
};

for (const scheme of ['http', 'https']) {
  suite(`a stale connection over ${scheme}`, () => {
    for (const [path, method, retryStale, retried] of rows) {
      const title = `${path} to ${method} with ${retryStale}: ${retried ? 'again' : 'failed'}`;
      test(title, async (t) => {
        const { localhost } = await certificates();
        const { server, send } = await stage(t, {
          settings: { retryStale },
          ...(scheme === 'https' && { tls: localhost }),
        });
        const body = method === 'GET' ? null : Buffer.from('body');
        await send('/ok');
        const exchange = await send(`${path}?on=2`, { method, body });
        const died = `#1 reused · ${String(failures[path])} in wait · receive-error`;
        const again = '#2 new: stale-retry · 200 · kept';
        assert.deepEqual(story(exchange), retried ? [died, again] : [died]);
        assert.deepEqual(
          exchange.hops.map(({ cause }) => cause),
          retried ? ['first', 'stale-retry'] : ['first'],
        );
        assert.deepEqual(server.served(), retried ? [['/ok', path], [path]] : [['/ok', path]]);
        const last = server.connections.at(-1)?.requests.at(-1);
        assert.equal(last?.body?.toString(), body === null ? '' : 'body');
      });
    }
  });
}

test('a new connection that dies is not tried again', async (t) => {
  const { server, send } = await stage(t);
  const exchange = await send('/fin');
  assert.deepEqual(story(exchange), [
    '#1 new: first-request · closed-before-response in wait · receive-error',
  ]);
  assert.deepEqual(server.served(), [['/fin']]);
});

test('a reused connection that dies after a byte is not tried again', async (t) => {
  const { server, send } = await stage(t);
  await send('/ok');
  const exchange = await send('/partial-head?on=2');
  assert.deepEqual(story(exchange), ['#1 reused · truncated-response in download · receive-error']);
  assert.deepEqual(server.served(), [['/ok', '/partial-head']]);
});
