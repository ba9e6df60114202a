import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { stage, story } from '../../support/stage.ts';

/** What undici refuses is refused in a word, and the connection is there for the next one. */
const rows: Readonly<Record<string, Partial<ResolvedRequest>>> = {
  'the header Expect': { headers: [['Expect', '100-continue']] },
  'the header Upgrade': { headers: [['Upgrade', 'h2c']] },
  'the header Keep-Alive': { headers: [['Keep-Alive', 'timeout=5']] },
  'the header Transfer-Encoding': { headers: [['Transfer-Encoding', 'chunked']] },
  'a header value outside Latin-1': { headers: [['X-Name', 'Ω']] },
  'a header name that is none': { headers: [['X Name', 'a']] },
  'a header value with a line end': { headers: [['X-Name', 'a\r\nb: c']] },
  'the method CONNECT': { method: 'CONNECT' },
  'the target *': { method: 'OPTIONS', path: '*' },
  'HTTP/1.0': { httpVersion: '1.0' },
  'HTTP/3': { httpVersion: '3' },
  'HTTP/3.0': { httpVersion: '3.0' },
};

for (const [what, changes] of Object.entries(rows)) {
  test(`${what} → not-supported`, async (t) => {
    const { server, send } = await stage(t);
    await send('/ok');
    const exchange = await send('/ok', changes);
    assert.equal(exchange.failure?.code, 'not-supported');
    assert.notEqual(exchange.failure.detail, '');
    assert.equal(exchange.hops.length, 1);
    assert.deepEqual(story(await send('/ok')), ['#1 reused · 200 · kept']);
    assert.deepEqual(server.served(), [['/ok', '/ok']]);
  });
}
