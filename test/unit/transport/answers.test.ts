import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ClosedCode } from '../../../src/pool/reasons.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { certificates } from '../../support/certificates.ts';
import { stage, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

type Row = {
  readonly status: number;
  readonly body?: string;
  /** Why the connection is closed after the answer. */
  readonly end: ClosedCode | 'kept';
  readonly request?: Partial<ResolvedRequest>;
  /** The server reads no further, so it can't see the connection close. */
  readonly unseen?: true;
};

const head = { method: 'HEAD' };
const post = (bytes: number) => ({ method: 'POST', body: Buffer.alloc(bytes, 'b') });

/** What the server answers with, and what must become of the connection: reuse.md B4 for what is answered. */
const rows: Readonly<Record<string, Row>> = {
  '/ok': { status: 200, body: 'ok', end: 'kept' },
  '/ok?status=500': { status: 500, body: 'ok', end: 'kept' },
  '/ok?size=300000': { status: 200, body: 'x'.repeat(300_000), end: 'kept' },
  '/ok?head': { status: 200, end: 'kept', request: head },
  '/ok?get-with-body': {
    status: 200,
    body: 'ok',
    end: 'kept',
    request: { body: Buffer.from('b') },
  },
  '/echo': { status: 200, body: 'bbbb', end: 'kept', request: post(4) },
  '/chunked': { status: 200, body: 'ok!!!', end: 'kept' },
  '/204': { status: 204, end: 'kept' },
  '/304': { status: 304, end: 'kept' },
  '/early-hints': { status: 200, body: 'ok', end: 'kept' },
  '/keep-alive-timeout': { status: 200, body: 'ok', end: 'kept' },
  '/http-1.0-keep-alive': { status: 200, body: 'ok', end: 'kept' },
  '/http-1.0': { status: 200, body: 'ok', end: 'http-1.0' },
  '/close': { status: 200, body: 'ok', end: 'server-sent-close' },
  '/close-left-open': { status: 200, body: 'ok', end: 'server-sent-close' },
  '/close-in-a-list': { status: 200, body: 'ok', end: 'server-sent-close' },
  '/close-chunked': { status: 200, body: 'ok', end: 'server-sent-close' },
  '/proxy-connection-close': { status: 200, body: 'ok', end: 'server-sent-close' },
  '/http-1.0-close-delimited': { status: 200, body: 'until the end', end: 'http-1.0' },
  '/http-1.0-keep-alive-without-length': {
    status: 200,
    body: 'until the end',
    end: 'close-delimited-body',
  },
  '/close-delimited': { status: 200, body: 'until the end', end: 'close-delimited-body' },
  '/ok?asked': { status: 200, body: 'ok', end: 'no-keep-alive', request: { noKeepAlive: true } },
  '/excess': { status: 200, body: 'ok', end: 'unexpected-data' },
  '/early-413': {
    status: 413,
    body: 'big',
    end: 'early-response',
    request: post(30_000_000),
    unseen: true,
  },
  // The two decisions of undici 8 that differ from curl, which keeps these connections.
  '/204-with-length': { status: 204, end: 'protocol-error' },
  '/304-with-length': { status: 304, end: 'close-delimited-body' },
  '/304-chunked': { status: 304, end: 'close-delimited-body' },
  '/head-without-length': { status: 200, end: 'close-delimited-body', request: head },
};

for (const scheme of ['http', 'https']) {
  suite(`an answer over ${scheme}`, () => {
    for (const [path, row] of Object.entries(rows)) {
      test(`${path} → ${row.end}`, async (t) => {
        const { localhost } = await certificates();
        const { server, send } = await stage(t, scheme === 'https' ? { tls: localhost } : {});

        const first = await send(path, row.request);
        assert.deepEqual(story(first), [
          `#1 new: first-request · ${String(row.status)} · ${row.end}`,
        ]);
        assert.equal(Buffer.from(first.body.bytes()).toString(), row.body ?? '');

        const kept = row.end === 'kept';
        if (!kept && !row.unseen) {
          await until('the first connection is closed', () => !server.connections[0]?.isOpen);
        }
        const next = await send('/ok', { timeoutMs: 5000 });
        const use = kept ? '#1 reused' : `#2 new: ${row.end}`;
        assert.deepEqual(story(next), [`${use} · 200 · kept`]);

        const [asked = ''] = path.split('?');
        assert.deepEqual(server.served(), kept ? [[asked, '/ok']] : [[asked], ['/ok']]);
        assert.deepEqual(
          [first, next].map(({ hops }) => hops[0]?.connection?.localPort),
          [server.connections[0], server.connections.at(-1)].map((seen) => seen?.remotePort),
        );
      });
    }
  });
}

test('a connection asked to close afterwards is asked of the server, too', async (t) => {
  const { server, send } = await stage(t);
  await send('/ok', { noKeepAlive: true });
  await send('/ok');
  const asked = server.connections.map(({ requests }) => requests[0]?.headers.get('connection'));
  assert.deepEqual(asked, ['close', 'keep-alive']);
});
