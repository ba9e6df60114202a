/** Ends of an HTTP/2 connection that Node itself does not notice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificates } from '../../support/certificates.ts';
import { framesFor, ok } from '../../support/frameStage.ts';
import { http2Over } from '../../support/http2Over.ts';
import { requestTo } from '../../support/requestTo.ts';
import { story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

const aborts = 3;

test('a reset that a write sees first fails all that is on the connection, and none of it waits', async (t) => {
  const { localhost } = await certificates();
  const { send, client, server } = await http2Over(t, { tls: localhost });
  await send('/ok');
  const abort = new AbortController();
  const aborted = Array.from({ length: aborts }, () =>
    client.send(requestTo(`${server.origin}/never`), { signal: abort.signal }),
  );
  const waiting = [send('/never', { method: 'POST' }), send('/slow?ms=60000')];
  const [served] = server.connections;
  await until('all are there', () => served?.streams.length === 1 + aborts + waiting.length);
  // At once: the client writes that it gives the first ones up before it can read of the reset.
  served?.socket.resetAndDestroy();
  abort.abort();
  for (const exchange of await Promise.all(aborted)) {
    assert.equal(exchange.failure?.code, 'aborted');
  }
  // The write has taken the error of the system, and the read finds an end.
  const lost = '#1 reused · closed-before-response in wait · receive-error';
  const [post, get] = waiting;
  assert.deepEqual(story(await post!), [lost]);
  await until('the GET is tried again', () => server.connections.length === 2);
  client.closeAll();
  assert.equal(story(await get!)[0], lost);
});

test('bytes that are no frame, and then the end, fail what waits: Node 22 reads no more after such bytes', async (t) => {
  const { send } = await framesFor(t, (connection) => {
    if (connection.streams.length === 1) ok(connection, 1);
    else connection.socket.end(Buffer.alloc(200, 0xff));
  });
  await send();
  const { failure } = await send({ method: 'POST' });
  assert.match(failure?.code ?? '', /^(protocol-error|closed-before-response)$/);
});
