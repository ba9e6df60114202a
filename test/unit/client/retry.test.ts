/** `# @retry`, from the file to the hops. */
import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { stage, story } from '../../support/stage.ts';
import { ready } from '../request/resolving.ts';

suite('# @retry', () => {
  test('sends again on the same connection, and the wait counts as queued', async (t) => {
    const exchange = await send(t, ['@retry 2 backoff 80ms on 503'], '/ok?status=503');
    assert.deepEqual(story(exchange), [
      '#1 new: first-request · 503 · kept',
      '#1 reused · 503 · kept',
      '#1 reused · 503 · kept',
    ]);
    assert.deepEqual(
      exchange.hops.map(({ cause }) => cause),
      ['first', 'retry', 'retry'],
    );
    // Up to a quarter is taken off at random, and a timer counts whole milliseconds.
    const [, second, third] = exchange.hops.map(({ phases }) => phases.queued ?? 0);
    assert.ok((second ?? 0) >= 59, `80 ms were to be waited: ${String(second)}`);
    assert.ok((third ?? 0) >= 119, `160 ms were to be waited: ${String(third)}`);
  });

  test('leaves alone what it does not name', async (t) => {
    const exchange = await send(t, ['@retry 2 backoff 0 on 500,502'], '/ok?status=503');
    assert.equal(exchange.hops.length, 1);
  });

  test('goes by what the server says', async (t) => {
    const rows = ['@retry 1 backoff 60s', '@timeout 30'];
    const exchange = await send(t, rows, '/retry-after?seconds=0');
    assert.deepEqual(story(exchange).slice(1), ['#1 reused · 503 · kept']);
  });

  test('waits no longer than the request may take', async (t) => {
    const rows = ['@retry 1 backoff 60s', '@timeout 200ms'];
    const exchange = await send(t, rows, '/ok?status=503');
    assert.deepEqual(story(exchange).slice(1), ['timeout in queued']);
  });
});

async function send(
  t: TestContext,
  directives: readonly string[],
  path: string,
): Promise<Exchange> {
  const { server, client } = await stage(t);
  const lines = [...directives.map((directive) => `# ${directive}`), `GET ${server.origin}${path}`];
  return client.send(ready(lines.join('\n')));
}
