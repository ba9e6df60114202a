/** `examples/tour.http` against the demo origin: each request must show what its comment promises. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from '../../src/parser/parse.ts';
import { requestsOf } from '../../src/parser/requests.ts';
import { resolve } from '../../src/request/resolve.ts';
import { fileScope } from '../../src/request/scope.ts';
import { startDemoOrigin } from '../../scripts/demo/origin.ts';
import { clientFor, story } from '../support/stage.ts';

const expected: Readonly<Record<string, string>> = {
  'First request': '#1 new: first-request · 200 · kept',
  'Second request': '#1 reused · 200 · kept',
  'Another method and path': '#1 reused · 200 · kept',
  'An error status': '#1 reused · 404 · kept',
  'A slow answer': '#1 reused · 200 · kept',
  'The server says close': '#1 reused · 200 · server-sent-close',
  'After the close': '#2 new: server-sent-close · 200 · kept',
  'A silent close': '#2 reused · 200 · kept',
  'Another origin: HTTPS': '#3 new: first-request · 200 · kept',
  'After the silent close': '#4 new: server-closed-idle · 200 · kept',
  'HTTPS again': '#3 reused · 200 · kept',
  'A fresh connection': '#5 new: fresh-connection · 200 · kept',
  'Not kept afterwards': '#4 reused · 200 · no-keep-alive',
  'An unchecked certificate': 'tls-untrusted in tls',
  'A port nobody serves': 'connection-refused in tcp',
  // Without a resolver the lookup fails otherwise.
  'A name nobody has': 'dns-not-found in dns|dns-failed in dns',
  'No answer at all': '#5 reused · timeout in wait · timeout',
};

test('the tour shows what it says', async (t) => {
  const path = join(import.meta.dirname, '../../examples/tour.http');
  const file = parse(readFileSync(path, 'utf8'));
  const { origin, secureOrigin, stop } = await startDemoOrigin();
  t.after(stop);
  const client = await clientFor(t);
  const scope = fileScope(file, new Map(Object.entries({ origin, secureOrigin })));

  const stories: Record<string, string> = {};
  for (const placed of requestsOf(file)) {
    const title = placed.title ?? '';
    const resolution = resolve(placed, scope, path);
    assert.ok(resolution.kind === 'ready', `${title} can be sent`);
    const [line = ''] = story(await client.send(resolution.request));
    // Where more than one outcome is right, any of them will do.
    stories[title] = expected[title]?.split('|').includes(line) ? expected[title] : line;
  }
  assert.deepEqual(stories, expected);
});
