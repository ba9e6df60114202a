import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { decodeBody } from '../../../src/client/decode.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor } from '../../support/stage.ts';

const text = 'a body that is worth packing '.repeat(20);
const plain = Buffer.from(text);

function check(coding: string, raw: Buffer, problem: string | null = null): void {
  test(`${coding}: ${problem ?? 'decoded'}`, async () => {
    const { body, decoding } = await decodeBody(raw, [['Content-Encoding', coding]], 1_000_000);
    assert.equal(decoding?.rawBytes, raw.length);
    assert.equal(decoding.problem?.code ?? null, problem);
    assert.deepEqual(Buffer.from(body), problem === null ? plain : raw);
  });
}

check('gzip', zlib.gzipSync(plain));
check('X-GZIP', zlib.gzipSync(plain));
check('deflate', zlib.deflateSync(plain));
check('deflate', zlib.deflateRawSync(plain));
check('br', zlib.brotliCompressSync(plain));
check('zstd', zlib.zstdCompressSync(plain));
check('gzip, identity, br', zlib.brotliCompressSync(zlib.gzipSync(plain)));
check('exi', plain, 'unknown-coding');
check('gzip, exi', plain, 'unknown-coding');
check('gzip', plain, 'broken');
check('gzip', zlib.gzipSync(plain).subarray(0, 30), 'broken');
check('br', plain, 'broken');
const large = Buffer.alloc(20_000_000);
check('gzip', zlib.gzipSync(large), 'too-large');
check('br', zlib.brotliCompressSync(large), 'too-large');
check('gzip, gzip', zlib.gzipSync(zlib.gzipSync(large)), 'too-large');

test('without a coding, or without a body, there is nothing to decode', async () => {
  assert.equal((await decodeBody(plain, [['Content-Encoding', 'identity']], 10)).decoding, null);
  assert.equal((await decodeBody(plain, [], 10)).decoding, null);
  const none = await decodeBody(Buffer.alloc(0), [['Content-Encoding', 'gzip']], 10);
  assert.equal(none.decoding, null);
});

test('over real sockets: decoded, broken and bomb', async (t) => {
  const bodies: Record<string, Buffer> = {
    '/good': zlib.gzipSync(plain),
    '/broken': plain,
    '/bomb': zlib.gzipSync(large),
  };
  const server = createServer((request, response) => {
    response.setHeader('Content-Encoding', 'gzip');
    response.end(bodies[request.url ?? '']);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const client = await clientFor(t, { maxBodyBytes: 1_000_000 });
  const good = await client.send(requestTo(`${origin}/good`));
  assert.equal(Buffer.from(good.body).toString(), text);
  assert.equal(good.failure, null);
  const broken = await client.send(requestTo(`${origin}/broken`));
  assert.equal(broken.failure?.code, 'body-unreadable');
  assert.equal(broken.hops.at(-1)?.failure, broken.failure);
  assert.deepEqual(Buffer.from(broken.body), plain);
  const bomb = await client.send(requestTo(`${origin}/bomb`));
  assert.equal(bomb.failure?.code, 'too-large');
  assert.equal(bomb.failure.limit, 1_000_000);
  // None of it is the connection's fault.
  assert.equal(bomb.hops[0]?.connection?.reused, true);
});
