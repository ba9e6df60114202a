/** One HTTP/2 connection by itself: it is pinged while it is idle, and gone when it has ended. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { suite, test } from 'node:test';
import { defaultSettings } from '../../../src/client/settings.ts';
import type { Endpoint, IdleEnd } from '../../../src/transport/connection.ts';
import { http2 } from '../../../src/transport/http2.ts';
import type { WireEvent } from '../../../src/transport/wireEvent.ts';
import { half, ok } from '../../support/frameStage.ts';
import { errorCode, startFrameServer } from '../../support/http2Frames.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

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
  const connection = http2(server.origin, socket, endpoint, defaultSettings.upkeep);
  connection.onEnd(() => {
    connection.drain();
  });
  await until('the server knows it', () => server.connections.length === 1);
  server.connections[0]?.goAway(0, errorCode.none);
  await until('the socket is gone', () => socket.destroyed);
});

suite('PING', () => {
  test('a request that began before its answer was due is not whole, however much came of it', async (t) => {
    const server = await startFrameServer({
      onRequest: (connection, _index, stream) => {
        if (connection.streams.length === 1) ok(connection, stream);
        else half(connection, stream);
      },
      answersPings: false,
    });
    t.after(() => server.dispose());
    const client = await clientFor(t, { upkeep: { everyMs: 10, answerWithinMs: 300 } });
    const send = () => client.send(requestTo(server.origin, { httpVersion: '2' }));
    await send();
    await until('it is pinged', () => server.connections[0]?.pings === 1);
    const { failure, hops } = await send();
    assert.equal(failure?.code, 'truncated-response');
    assert.equal(hops[0]?.connection?.closedBecause?.code, 'ping-failed');
  });

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
