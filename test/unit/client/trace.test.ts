/** What the trace tells of a small tour, whole, and that it is what the servers saw. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClient } from '../../../src/client/client.ts';
import { noProxy } from '../../../src/client/proxySettings.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import type { TraceEvent } from '../../../src/client/trace.ts';
import { traceLines } from '../../../src/insight/traceText.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { certificates } from '../../support/certificates.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startScriptedProxy } from '../../support/scriptedProxy.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, stage } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

/** Those of every version. */
const defaultHeaders = [
  ['User-Agent', 'keepalive'],
  ['Accept', '*/*'],
] as const;

type Told = Record<TraceEvent['kind'], true>;
type ToldOfWire = Record<Extract<TraceEvent, { kind: 'wire' }>['event']['kind'], true>;

test('the trace of a tour, ports and times apart', async (t) => {
  const { ca, localhost } = await certificates();
  const plain = await startServer();
  const secure = await startHttp2Server({ tls: localhost, maxConcurrentStreams: 7 });
  const proxy = await startScriptedProxy({ credentials: 'ann:s3cret' });
  t.after(() => Promise.all([plain, secure, proxy].map((each) => each.dispose())));
  const proxies = { ...noProxy, https: `http://ann:s3cret@127.0.0.1:${String(proxy.port)}` };
  const socks = { ...noProxy, https: `socks5://ann:s3cret@127.0.0.1:${String(proxy.port)}` };

  const settings = { ...defaultSettings, extraCa: [ca], defaultHeaders };
  const events: TraceEvent[] = [];
  const trace = (event: TraceEvent): void => void events.push(event);
  let lastId = 0;
  const nextConnectionId = (): number => (lastId += 1);
  const client = createClient(settings, { nextConnectionId, trace });
  const send = async (url: string, changes: Partial<ResolvedRequest> = {}): Promise<void> => {
    await client.send(requestTo(url, changes), { trace });
  };

  await send(`${plain.origin}/ok`);
  await send(`${plain.origin}/echo?token=abc`, {
    method: 'POST',
    headers: [['Authorization', 'Bearer abc']],
    body: Buffer.from('twelve bytes'),
  });
  await send(`${plain.origin}/idle-fin`, { freshConnection: true });
  await until('the idle connection is gone', () => client.snapshot().connections.length === 1);
  await send('http://127.0.0.1:9/');
  await send(`${plain.origin}/close`);
  client.changeSettings({ ...settings, maxConnections: 1 });
  await Promise.all([send(`${plain.origin}/slow?first=30`), send(`${plain.origin}/ok`)]);
  client.changeSettings(settings);
  await send(`${secure.origin}/ok`);
  secure.connections[0]?.session.goaway(0);
  await until('the GOAWAY has come', () => client.snapshot().connections.length === 1);
  client.changeSettings({ ...settings, proxy: proxies });
  await send(`${secure.origin}/ok`, { httpVersion: '1.1' });
  client.changeSettings({ ...settings, proxy: socks });
  await send(`${secure.origin}/ok`, { httpVersion: '1.1' });
  client.closeAll();

  const golden = readFileSync(join(import.meta.dirname, 'trace.golden.txt'), 'utf8');

  assert.equal(`${plainly(events).join('\n')}\n`, golden);

  // A redirect that is left has a test of its own.
  const told: Omit<Told, 'not-followed'> = {
    hop: true,
    reusing: true,
    'passed-over': true,
    waiting: true,
    opening: true,
    wire: true,
    opened: true,
    'request-head': true,
    'response-end': true,
    kept: true,
    closed: true,
    failed: true,
  };
  assert.deepEqual(kinds(events), Object.keys(told).sort());
  // Names and PINGs have tests of their own.
  const ofWire: Omit<ToldOfWire, 'resolved' | 'ping-unanswered' | 'response-trailers'> = {
    'not-reached': true,
    trying: true,
    connected: true,
    'tunnel-asked': true,
    'tunnel-answered': true,
    secured: true,
    'http2-settings': true,
    'http2-goaway': true,
    'http2-stream': true,
    'response-head': true,
  };
  const wired = events.flatMap((event) => (event.kind === 'wire' ? [event.event] : []));
  assert.deepEqual(kinds(wired), Object.keys(ofWire).sort());
});

test('a name is told with its addresses, and each address that was tried', async (t) => {
  const { server, client } = await stage(t);
  const events: TraceEvent[] = [];
  const request = requestTo(`http://localhost:${String(server.port)}/ok`);
  await client.send(request, { trace: (event) => events.push(event) });
  const lines = events.flatMap((event) => traceLines(event));
  assert.match(lines[2] ?? '', /^\* Host localhost was resolved to .*127\.0\.0\.1/);
  const address = `127.0.0.1:${String(server.port)}`;
  assert.ok(lines.includes(`* Trying ${address}`));
  assert.ok(lines.includes(`* Connected to ${address}`));
  // Where a machine has ::1, this server is not there.
  const other = lines.filter((line) => line === `* Trying [::1]:${String(server.port)}`);
  const failed = lines.filter((line) => line.includes('was not reached: ECONNREFUSED'));
  assert.equal(failed.length, other.length);
});

test('the head of the trace and of the exchange is the one the server got', async (t) => {
  const { server, send, client } = await stage(t);
  const rows: Partial<ResolvedRequest>[] = [
    {},
    { noKeepAlive: true },
    { method: 'HEAD' },
    { method: 'POST' },
    { method: 'DELETE' },
    { method: 'PUT', body: Buffer.from('body') },
    { method: 'PATCH', body: Buffer.alloc(0) },
    { body: Buffer.from('a GET with a body') },
    { headers: [['HOST', 'other.test:81']], httpVersion: '1.1' },
    {
      headers: [
        ['X-Twice', 'one'],
        ['x-twice', 'two'],
        ['User-Agent', 'mine'],
      ],
    },
  ];
  for (const row of rows) {
    const { hops } = await send('/echo', row);
    const seen = server.connections.flatMap(({ requests }) => requests).at(-1);
    assert.equal(headText(row.method ?? 'GET', hops[0]?.requestHeaders ?? []), seen?.raw);
    client.closeAll();
  }
});

test('in HTTP/2 as well', async (t) => {
  const server = await startHttp2Server();
  t.after(() => server.dispose());
  const client = await clientFor(t);
  const request = requestTo(`${server.origin}/headers`, {
    httpVersion: '2',
    headers: [['X-Twice', 'one']],
  });
  const { hops, body } = await client.send(request);
  const seen = JSON.parse(Buffer.from(body.bytes()).toString()) as Record<string, string>;
  delete seen[':method'];
  delete seen[':path'];
  assert.deepEqual(Object.fromEntries(hops[0]?.requestHeaders ?? []), seen);
});

function kinds(events: readonly { readonly kind: string }[]): string[] {
  return [...new Set(events.map(({ kind }) => kind))].sort();
}

function headText(method: string, headers: readonly (readonly [string, string])[]): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} /echo HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** What differs from run to run is replaced. */
function plainly(events: readonly TraceEvent[]): string[] {
  return (
    events
      .flatMap((event) => traceLines(event, ['s3cret']))
      // They may come before or after the first request is under way.
      .filter((line) => !line.endsWith('(SETTINGS)'))
      // Node 22 leaves it out where it serves HTTP/1.1 beside HTTP/2.
      .filter((line) => !line.startsWith('< Keep-Alive: '))
      .map((line) =>
        line
          .replace(/(127\.0\.0\.1|port):? ?\d{4,5}\b/g, '$1:PORT')
          .replace(/<?\d+(\.\d+)? m?s\b/g, 'TIME')
          .replace(/until .* GMT/, 'until DATE')
          .replace(/^< date: .*/i, '< date: DATE'),
      )
  );
}
