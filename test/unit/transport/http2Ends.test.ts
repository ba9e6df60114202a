/** How streams and connections of HTTP/2 end before their time, told by a server that writes its frames by hand. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { http2 } from '../../../src/transport/http2.ts';
import type { Endpoint, IdleEnd } from '../../../src/transport/connection.ts';
import type { WireEvent } from '../../../src/transport/wireEvent.ts';
import type { Client } from '../../../src/client/client.ts';
import type { ClientSettings } from '../../../src/client/settings.ts';
import type { Exchange } from '../../../src/client/exchange.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import {
  errorCode,
  startFrameServer,
  type FrameConnection,
  type FrameServer,
  type FrameServerOptions,
} from '../../support/http2Frames.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

/** What the server does with the second request of the first connection → the story of that request. */
type Row = readonly [
  what: string,
  does: Does,
  changes: Partial<ResolvedRequest>,
  expected: string[],
];
type Does = (connection: FrameConnection, stream: number) => void;

const again = '#2 new: stale-retry · 200 · kept';
const post = { method: 'POST', body: Buffer.from('x') } as const;

const noFrame: Row = [
  'something that is no frame',
  ({ socket }) => {
    socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
  },
  {},
  ['#1 reused · protocol-error in wait · protocol-error'],
];

/** Node 22 says nothing of bytes that are no frame: there the limit for the first byte ends the request. */
function tellsOfNoFrame(): boolean {
  return Number(process.versions.node.split('.')[0]) >= 24;
}

const rows: readonly Row[] = [
  [
    'GOAWAY that includes it, then the answer',
    (connection, stream) => {
      connection.goAway(stream, errorCode.none);
      setTimeout(ok, 20, connection, stream);
    },
    {},
    ['#1 reused · 200 · goaway'],
  ],
  [
    'GOAWAY that leaves it out',
    (connection, stream) => {
      connection.goAway(stream - 2, errorCode.none);
    },
    post,
    ['#1 reused · closed-before-response in wait · goaway', again],
  ],
  [
    'GOAWAY with an error, and it was begun',
    (connection, stream) => {
      connection.goAway(stream, errorCode.enhanceYourCalm);
    },
    post,
    ['#1 reused · closed-before-response in wait · goaway'],
  ],
  [
    'GOAWAY with an error, and it was begun, but it is idempotent',
    (connection, stream) => {
      connection.goAway(stream, errorCode.enhanceYourCalm);
    },
    {},
    ['#1 reused · closed-before-response in wait · goaway', again],
  ],
  [
    'GOAWAY with an error, and it was not begun',
    (connection, stream) => {
      connection.goAway(stream - 2, errorCode.enhanceYourCalm);
    },
    post,
    ['#1 reused · closed-before-response in wait · goaway', again],
  ],
  [
    'RST_STREAM INTERNAL_ERROR',
    (connection, stream) => {
      connection.resetStream(stream, errorCode.internal);
    },
    {},
    ['#1 reused · protocol-error in wait · kept'],
  ],
  [
    'RST_STREAM NO_ERROR before an answer',
    (connection, stream) => {
      connection.resetStream(stream, errorCode.none);
    },
    {},
    ['#1 reused · protocol-error in wait · kept'],
  ],
  [
    'RST_STREAM CANCEL in the body',
    (connection, stream) => {
      half(connection, stream);
      connection.resetStream(stream, errorCode.cancel);
    },
    {},
    ['#1 reused · truncated-response in download · kept'],
  ],
  [
    'RST_STREAM INTERNAL_ERROR in the body',
    (connection, stream) => {
      half(connection, stream);
      connection.resetStream(stream, errorCode.internal);
    },
    {},
    ['#1 reused · truncated-response in download · kept'],
  ],
  [
    'a FIN instead of an answer',
    ({ socket }) => {
      socket.end();
    },
    {},
    ['#1 reused · closed-before-response in wait · receive-error', again],
  ],
  [
    'a FIN instead of an answer to what is not idempotent',
    ({ socket }) => {
      socket.end();
    },
    post,
    ['#1 reused · closed-before-response in wait · receive-error'],
  ],
  [
    'a reset instead of an answer',
    ({ socket }) => {
      socket.resetAndDestroy();
    },
    {},
    ['#1 reused · connection-reset in wait · receive-error', again],
  ],
  [
    'a FIN in the body',
    (connection, stream) => {
      half(connection, stream);
      connection.socket.end();
    },
    {},
    ['#1 reused · truncated-response in download · receive-error'],
  ],
  [
    'a reset in the body',
    (connection, stream) => {
      half(connection, stream);
      setTimeout(() => connection.socket.resetAndDestroy(), 20);
    },
    {},
    ['#1 reused · connection-reset in download · receive-error'],
  ],
  ...(tellsOfNoFrame() ? [noFrame] : []),
];

suite('the second request meets', () => {
  for (const [what, does, changes, expected] of rows) {
    test(`${what}${changes === post ? ', as a POST' : ''} → ${expected.join(', then ')}`, async (t) => {
      const { send, client } = await framesFor(t, (connection, index, stream) => {
        if (index === 1 && connection.streams.length === 2) does(connection, stream);
        else ok(connection, stream);
      });
      await send();
      assert.deepEqual(story(await send(changes)), expected);
      const isKept = expected[0]?.endsWith('kept');
      const open = client.snapshot().connections.map(({ id }) => id);
      const retried = expected.length === 2;
      assert.deepEqual(open, isKept ? [1] : retried ? [2] : []);
      assert.equal((await send()).failure, null);
    });
  }
});

suite('an idle connection', () => {
  const ends: Readonly<Record<string, readonly [(connection: FrameConnection) => void, IdleEnd]>> =
    {
      GOAWAY: [(connection) => connection.goAway(1, errorCode.none), 'goaway'],
      'GOAWAY with an error': [(connection) => connection.goAway(1, errorCode.internal), 'goaway'],
      'a FIN': [({ socket }) => socket.end(), 'server-closed-idle'],
      'a reset': [({ socket }) => socket.resetAndDestroy(), 'server-reset-idle'],
      'no frame': [({ socket }) => socket.write('what is this, then?'), 'unexpected-data'],
    };
  for (const [what, [does, expected]] of Object.entries(ends)) {
    if (what === 'no frame' && !tellsOfNoFrame()) continue;
    test(`gets ${what} → ${expected}`, async (t) => {
      const { send, client, server } = await framesFor(t, (connection, _index, stream) => {
        ok(connection, stream);
      });
      await send();
      const [connection] = server.connections;
      assert.ok(connection);
      does(connection);
      await until('it is given up', () => client.snapshot().connections.length === 0);
      assert.equal(client.snapshot().recentlyClosed[0]?.closedBecause.code, expected);
      assert.deepEqual(story(await send()), [`#2 new: ${expected} · 200 · kept`]);
      await until('its socket is gone', () => connection.socket.closed);
    });
  }
});

suite('REFUSED_STREAM', () => {
  test('is sent again elsewhere, whatever the method, and the connection stays', async (t) => {
    const { send, client } = await framesFor(t, (connection, index, stream) => {
      if (index === 1) connection.resetStream(stream, errorCode.refusedStream);
      else ok(connection, stream);
    });
    assert.deepEqual(story(await send(post)), [
      '#1 new: first-request · closed-before-response in wait · kept',
      '#2 new: stale-retry · 200 · kept',
    ]);
    assert.equal(client.snapshot().connections.length, 2);
  });

  test('by every connection: five more tries, each on one that has not refused yet', async (t) => {
    const { send, server } = await framesFor(t, (connection, _index, stream) => {
      connection.resetStream(stream, errorCode.refusedStream);
    });
    const { hops, failure } = await send();
    assert.deepEqual(
      hops.map(({ connection }) => connection?.id),
      [1, 2, 3, 4, 5, 6],
    );
    assert.equal(failure?.code, 'closed-before-response');
    for (const { streams } of server.connections) assert.equal(streams.length, 1);
    // The six are still there, and none is asked twice by one exchange.
    const ids = (await send()).hops.map(({ connection }) => connection?.id);
    assert.deepEqual(ids, [1, 2, 3, 4, 5, 6]);
  });
});

suite('one stream ends early, and the connection goes on', () => {
  test('aborted, timed out, without a first byte', async (t) => {
    const settings = { firstByteTimeoutMs: 200 };
    const { send, server } = await framesFor(t, answerPosts, { settings });
    await send(post);
    const abort = new AbortController();
    const [aborted, timedOut, noByte, fine] = await Promise.all([
      send({}, abort.signal),
      send({ timeoutMs: 50 }),
      send({}),
      until('all are there', () => server.connections[0]?.streams.length === 4).then(() => {
        abort.abort();
        return send(post);
      }),
    ]);
    assert.deepEqual(story(aborted), ['#1 reused · aborted in wait · kept']);
    assert.deepEqual(story(timedOut), ['#1 reused · timeout in wait · kept']);
    assert.deepEqual([timedOut.failure?.limit, noByte.failure?.limit], [50, 200]);
    assert.deepEqual(story(noByte), ['#1 reused · timeout in wait · kept']);
    assert.deepEqual(story(fine), ['#1 reused · 200 · kept']);
    await until('the server is told of all three', () => server.connections[0]?.reset.length === 3);
    assert.equal(server.connections.length, 1);
  });

  test('aborted while it is being sent to one who reads nothing', async (t) => {
    const { send } = await framesFor(t, answerPosts);
    await send(post);
    const body = Buffer.alloc(1_000_000);
    // The window of a server that says nothing holds 64 KB.
    const stuck = await send({ method: 'PUT', body, timeoutMs: 100 });
    assert.deepEqual(story(stuck), ['#1 reused · timeout in send · kept']);
    assert.equal(stuck.phases.wait, null);
    const slow = await send({ method: 'PUT', body, phaseTimeoutsMs: { send: 100, tls: 1 } });
    assert.deepEqual(story(slow), ['#1 reused · timeout in send · kept']);
    assert.deepEqual([slow.failure?.limit, slow.failure?.ofPhase], [100, true]);
    assert.deepEqual(story(await send(post)), ['#1 reused · 200 · kept']);
  });
});

suite('in flight', () => {
  for (const [what, close] of [
    ['closeConnection', (client: Client) => client.closeConnection(1)],
    ['closeAll', (client: Client) => client.closeAll()],
    ['dispose', (client: Client) => void client.dispose()],
  ] as const) {
    test(`${what} cancels all that is on it`, async (t) => {
      const { send, server, client } = await framesFor(t, answerPosts);
      await send(post);
      const running = Promise.all([send(), send(), send()]);
      await until('three run', () => server.connections[0]?.streams.length === 4);
      close(client);
      const code = what === 'dispose' ? 'pool-disposed' : 'closed-by-user';
      for (const exchange of await running) {
        assert.deepEqual(story(exchange), [`#1 reused · aborted in wait · ${code}`]);
      }
      await until('the socket is gone', () => server.connections[0]?.socket.closed === true);
    });
  }

  test('a reset fails all that is on it, and each is tried again', async (t) => {
    const { send, server } = await framesFor(t, (connection, index, stream) => {
      if (index > 1 || connection.streams.length === 1) ok(connection, stream);
      else if (connection.streams.length === 4) connection.socket.resetAndDestroy();
    });
    await send();
    const all = await Promise.all([send(), send(), send()]);
    for (const exchange of all) {
      assert.equal(story(exchange)[0], '#1 reused · connection-reset in wait · receive-error');
      assert.equal(exchange.failure, null);
    }
    assert.ok(server.connections.length <= 4);
  });
});

const endpoint: Endpoint = {
  remoteAddress: '127.0.0.1',
  remotePort: 0,
  localPort: 0,
  protocol: 'h2',
  passedBy: [],
  tlsVersion: null,
  tlsCipher: null,
  tlsResumed: null,
};

test('after a GOAWAY the socket is closed for good, even when the server leaves it open', async (t) => {
  const server = await startFrameServer({ onRequest: () => undefined, staysOpen: true });
  t.after(() => server.dispose());
  const socket = net.connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const connection = http2(server.origin, socket, endpoint);
  connection.onEnd(() => {
    connection.drain();
  });
  await until('the server knows it', () => server.connections.length === 1);
  server.connections[0]?.goAway(0, errorCode.none);
  await until('the socket is gone', () => socket.destroyed);
});

suite('PING', () => {
  for (const answersPings of [true, false]) {
    test(`${answersPings ? 'answered' : 'not answered'} on an idle connection`, async (t) => {
      const server = await startFrameServer({ onRequest: () => undefined, answersPings });
      t.after(() => server.dispose());
      const socket = net.connect(server.port, '127.0.0.1');
      await once(socket, 'connect');
      const ends: IdleEnd[] = [];
      // An answer may be late on a slow machine; one that never comes need not be waited for.
      const upkeep = { everyMs: 10, answerWithinMs: answersPings ? 60_000 : 30 };
      const told: WireEvent[] = [];
      const connection = http2(server.origin, socket, endpoint, upkeep, (event) =>
        told.push(event),
      );
      connection.onEnd((end) => ends.push(end));
      const pings = answersPings ? 3 : 1;
      await until('there were pings', () => (server.connections[0]?.pings ?? 0) >= pings);
      if (answersPings) {
        assert.deepEqual(ends, []);
        connection.close();
      } else {
        await until('it is given up', () => ends.length === 1);
        assert.deepEqual(ends, ['ping-failed']);
        assert.deepEqual(told.at(-1), { kind: 'ping-unanswered', afterMs: 30 });
      }
      await until('the socket is gone', () => socket.destroyed);
    });
  }
});

test('an idle connection keeps no process alive, nor does one that was cut', async (t) => {
  const server = await startFrameServer({ onRequest: answerPosts });
  t.after(() => server.dispose());
  const child = spawn(process.execPath, ['--input-type=module', '-e', sender(server.origin)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill());
  const [code] = (await once(child, 'exit')) as [number];
  assert.equal(code, 0);
  assert.equal(server.connections[0]?.streams.length, 2);
});

function sender(origin: string): string {
  const from = (path: string): string => JSON.stringify(join(import.meta.dirname, path));
  return `
    const { createClient } = await import(${from('../../../src/client/client.ts')});
    const { defaultSettings } = await import(${from('../../../src/client/settings.ts')});
    const { requestTo } = await import(${from('../../support/requestTo.ts')});
    const client = createClient(defaultSettings);
    const request = requestTo('${origin}/', { httpVersion: '2', method: 'POST', body: Buffer.from('x') });
    const { failure } = await client.send(request);
    if (failure !== null) throw new Error(failure.code);
    const cut = await client.send({ ...request, method: 'GET', body: null, timeoutMs: 50 });
    if (cut.failure?.code !== 'timeout') throw new Error('not cut');
  `;
}

function ok(connection: FrameConnection, stream: number): void {
  connection.head(stream);
  connection.data(stream, 'ok', true);
}

function half(connection: FrameConnection, stream: number): void {
  connection.head(stream);
  connection.data(stream, 'half');
}

function answerPosts(
  connection: FrameConnection,
  _index: number,
  stream: number,
  isPost: boolean,
): void {
  if (isPost) ok(connection, stream);
}

type Frames = {
  readonly server: FrameServer;
  readonly client: Client;
  readonly send: (changes?: Partial<ResolvedRequest>, signal?: AbortSignal) => Promise<Exchange>;
};

async function framesFor(
  t: TestContext,
  onRequest: FrameServerOptions['onRequest'],
  options: { readonly settings?: Partial<ClientSettings> } = {},
): Promise<Frames> {
  const server = await startFrameServer({ onRequest });
  t.after(() => server.dispose());
  const client = await clientFor(t, options.settings);
  const send: Frames['send'] = (changes, signal) => {
    const request = requestTo(`${server.origin}/`, { httpVersion: '2', ...changes });
    return client.send(request, { signal });
  };
  return { server, client, send };
}
