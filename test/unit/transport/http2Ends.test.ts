/** How streams and connections of HTTP/2 end before their time, told by a server that writes its frames by hand. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { IdleEnd } from '../../../src/transport/connection.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { framesFor, half, ok } from '../../support/frameStage.ts';
import { errorCode, type FrameConnection } from '../../support/http2Frames.ts';
import { story } from '../../support/stage.ts';
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
