/** Heads are told when they come, and interim answers are kept. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Client } from '../../../src/client/client.ts';
import type { Exchange } from '../../../src/client/exchange.ts';
import type { TraceEvent } from '../../../src/client/trace.ts';
import { exchangeText } from '../../../src/insight/exchangeText.ts';
import { traceLines } from '../../../src/insight/traceText.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { requestTo } from '../../support/requestTo.ts';
import { responseDocument } from '../../support/responseDocument.ts';
import { clientFor, stage, story } from '../../support/stage.ts';

for (const version of ['1.1', '2'] as const) {
  test(`HTTP/${version}: a head is told before its body is there`, async (t) => {
    const { client, origin, halfPath } = await over(t, version);
    const stop = new AbortController();
    const request = requestTo(origin + halfPath, asked(version));
    const trace = (event: TraceEvent): void => {
      if (isHead(event)) stop.abort();
    };
    // The rest never comes: were the head told with it, this would not end.
    const exchange = await client.send(request, { trace, signal: stop.signal });
    assert.deepEqual([exchange.failure?.code, exchange.failure?.phase], ['aborted', 'download']);
    assert.equal(exchange.hops[0]?.response?.status, 200);
  });

  test(`HTTP/${version}: an interim answer is told and kept, and is not the answer`, async (t) => {
    const { client, origin } = await over(t, version);
    const events: TraceEvent[] = [];
    const trace = (event: TraceEvent): void => void events.push(event);
    const request = requestTo(`${origin}/early-hints?ms=5`, asked(version));
    const exchange = await client.send(request, { trace });
    assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
    check(exchange);
    const heads = events.filter(isHead).flatMap((event) => traceLines(event));
    const named = heads.filter((line) => /^< (?:HTTP|link: )/i.test(line));
    assert.deepEqual(
      named.map((line) => line.toLowerCase()),
      version === '1.1'
        ? ['< http/1.1 103 early hints', '< link: </a.css>', '< http/1.1 200 ok']
        : ['< http/2 103', '< link: </a.css>', '< http/2 200'],
    );
    check(await client.send(request));
  });
}

function check(exchange: Exchange): void {
  const { interim = [], response, total } = exchange.hops[0] ?? {};
  const link = interim[0]?.headers.find(([name]) => name.toLowerCase() === 'link');
  assert.deepEqual([interim.length, interim[0]?.status, link?.[1]], [1, 103, '</a.css>']);
  const atMs = interim[0]?.atMs ?? -1;
  assert.ok(atMs > 0 && atMs <= (total ?? 0), `it came after ${atMs} of ${String(total)} ms`);
  assert.equal(response?.status, 200);
  assert.match(responseDocument(exchange, 'full').text, /^HTTP\/\S+ 103[^]*\n\nHTTP\/\S+ 200/);
  assert.match(
    exchangeText(exchange),
    /\n# ↓ on #1 after [^\n]*\nHTTP\/\S+ 103[^]*\n\n# ↓ on #1\n/,
  );
}

function isHead(event: TraceEvent): boolean {
  return event.kind === 'wire' && event.event.kind === 'response-head';
}

function asked(version: '1.1' | '2'): Partial<ResolvedRequest> {
  return version === '2' ? { httpVersion: '2' } : {};
}

type Place = { readonly client: Client; readonly origin: string; readonly halfPath: string };

async function over(t: TestContext, version: '1.1' | '2'): Promise<Place> {
  if (version === '1.1') {
    const { client, server } = await stage(t);
    return { client, origin: server.origin, halfPath: '/partial-body-never' };
  }
  const server = await startHttp2Server();
  t.after(() => server.dispose());
  return { client: await clientFor(t), origin: server.origin, halfPath: '/half' };
}
