/** Fields after the body are kept, traced, shown with the head, and masked in the history. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traceLines } from '../../../src/insight/traceText.ts';
import { historyRecord } from '../../../src/insight/historyRecord.ts';
import { maskedHead } from '../../../src/insight/maskedHead.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { requestTo } from '../../support/requestTo.ts';
import { responseDocument } from '../../support/responseDocument.ts';
import { clientFor, stage } from '../../support/stage.ts';

test('HTTP/1.1', async (t) => {
  const { client, server } = await stage(t);
  const request = requestTo(`${server.origin}/chunked-with-trailers`);
  await check({ client, request, trailer: ['X-End', 'yes'], body: 'ok' });
  const without = await client.send(requestTo(`${server.origin}/chunked`));
  assert.equal(without.hops[0]?.response?.trailers, undefined);
});

test('HTTP/2', async (t) => {
  const server = await startHttp2Server();
  t.after(() => server.dispose());
  const client = await clientFor(t);
  const request = requestTo(`${server.origin}/trailers`, { httpVersion: '2' });
  await check({ client, request, trailer: ['x-checksum', 'abc'], body: 'with trailers' });
});

type Given = {
  readonly client: Awaited<ReturnType<typeof clientFor>>;
  readonly request: ResolvedRequest;
  readonly trailer: readonly [name: string, value: string];
  readonly body: string;
};

async function check({ client, request, trailer, body }: Given): Promise<void> {
  const lines: string[] = [];
  const exchange = await client.send(request, {
    trace: (event) => void lines.push(...traceLines(event)),
  });
  assert.deepEqual(exchange.hops[0]?.response?.trailers, [trailer]);
  const line = trailer.join(': ');
  assert.equal(lines[lines.indexOf('* After the body:') + 1], `< ${line}`);
  for (const mode of ['headers', 'full', 'exchange'] as const) {
    const { text } = responseDocument(exchange, mode);
    assert.ok(text.includes(`\n# After the body\n${line}\n`), mode);
  }
  assert.equal(responseDocument(exchange, 'body').text, body);
  assert.ok(historyRecord(exchange).exchange.includes(trailer[0]));
}

test('a secret in a trailer is in stars', () => {
  const head = { status: 200, statusText: '', httpVersion: '2', headers: [] };
  const { trailers } = maskedHead({ ...head, trailers: [['x-auth-token', 'hidden']] }, []);
  assert.deepEqual(trailers, [['x-auth-token', '***']]);
});
