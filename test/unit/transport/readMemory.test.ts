/** What a body was read into is given back, and never what somebody still holds. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { tapReads } from '../../../src/transport/readTap.ts';
import { framesFor, ok } from '../../support/frameStage.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

test('parts that were put together are given back, the whole is not', async (t) => {
  const server = net.createServer();
  t.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const socket = net.connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  const [peer] = (await once(server, 'connection')) as [net.Socket];
  const chunks: Buffer[] = [];
  tapReads(socket, (chunk) => chunks.push(chunk));
  const push = socket.push.bind(socket);
  const parts: Buffer[] = [];
  socket.push = (part: Buffer, encoding?: BufferEncoding): boolean => {
    parts.push(part);
    return push(part, encoding);
  };
  // As undici does it: from then on the socket reads ahead.
  socket.on('readable', () => undefined);
  for (const text of ['one ', 'two ', 'three']) {
    const before = socket.readableLength;
    peer.write(text);
    await until('it has come', () => socket.readableLength === before + text.length);
  }
  socket.read();
  assert.deepEqual(chunks.map(String), ['one two three']);
  assert.equal(parts.length, 3);
  assert.deepEqual(
    parts.map((part) => part.length),
    parts.map(() => 0),
  );
});

test('undici, that waited for the disk and then finds nothing to read, keeps its own memory', async (t) => {
  const bodyFolder = await placeFor(t);
  // Written at once when there is one byte more, which is more than a file takes without asking to wait.
  const maxBodyBytes = 400_000;
  let goOn = (): void => undefined;
  const server = net.createServer((socket) => {
    socket.on('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${String(maxBodyBytes + 2)}\r\n\r\n`);
      socket.write(Buffer.alloc(maxBodyBytes + 1));
      goOn = () => socket.write('!');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as net.AddressInfo;
  const client = await clientFor(t, { maxBodyBytes, bodyFolder });
  // The first one would end that memory, and the next one meet it.
  for (let times = 0; times < 2; times++) {
    const pieces: number[] = [];
    const sent = client.send(requestTo(`http://127.0.0.1:${String(port)}/`), {
      watcher: ({ length }) => pieces.push(length),
    });
    await until('all that came is on the disk', () => {
      const [file] = readdirSync(bodyFolder);
      return file !== undefined && statSync(join(bodyFolder, file)).size > maxBodyBytes;
    });
    await setImmediate();
    goOn();
    const { failure, bodyFile } = await sent;
    assert.equal(failure, null);
    assert.equal(bodyFile?.bytes, maxBodyBytes + 2);
    assert.ok(!pieces.includes(0), 'no piece is of no bytes');
    await rm(bodyFile.path);
  }
});

test('streams of HTTP/2 that come in the same reads each keep their bodies', async (t) => {
  const bodyFolder = await placeFor(t);
  const rounds = Array.from({ length: 200 }, (_, round) => String(round).padStart(4, '0'));
  const settings = { maxBodyBytes: 1_000_000, bodyFolder };
  const { send, server } = await framesFor(
    t,
    (connection, _index, stream, isPost) => {
      if (isPost) ok(connection, stream);
      const [, long, short] = connection.streams;
      if (long === undefined || short === undefined) return;
      connection.socket.cork();
      for (const stream of [long, short]) connection.head(stream);
      for (const [index, round] of rounds.entries()) {
        connection.data(long, round.repeat(4000), index === rounds.length - 1);
        connection.data(short, round.repeat(50));
      }
      connection.socket.uncork();
    },
    { settings },
  );
  // Once it is known that the server speaks HTTP/2, requests share its connection.
  await send({ method: 'POST', body: Buffer.from('x') });
  const running = [send(), send()];
  const first = await running[0];
  // All that the long one was read into has been written, and the short one still waits.
  const [connection, ...others] = server.connections;
  assert.deepEqual(others, []);
  connection?.data(connection.streams[2] ?? 0, '', true);
  const second = await running[1];
  assert.equal(first?.failure ?? second?.failure, null);
  const long = await readFile(first?.bodyFile?.path ?? '', 'latin1');
  assert.ok(long === rounds.map((round) => round.repeat(4000)).join(''), 'the long one is whole');
  const short = Buffer.from(second?.body.bytes() ?? []).toString('latin1');
  assert.ok(short === rounds.map((round) => round.repeat(50)).join(''), 'the short one is whole');
});

async function placeFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-memory-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
