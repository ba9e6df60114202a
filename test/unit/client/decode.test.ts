import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { decodedBody, type DecodedBody } from '../../../src/client/decodedBody.ts';
import { bodies } from '../../../src/transport/bodies.ts';
import type { Arrival } from '../../../src/client/exchange.ts';
import type { HeaderField } from '../../../src/request/resolvedRequest.ts';
import { requestTo } from '../../support/requestTo.ts';
import { clientFor } from '../../support/stage.ts';

const text = 'a body that is worth packing '.repeat(20);
const plain = Buffer.from(text);

function decodedIn(
  body: Uint8Array,
  headers: readonly HeaderField[],
  isWhole = true,
  arrivals: readonly Arrival[] = [],
): Promise<DecodedBody> {
  const settings = { maxBodyBytes: 1_000_000, bodyFolder: null };
  return decodedBody({ body, bodyFile: null, isWhole, arrivals }, headers, settings, bodies);
}

function check(coding: string, raw: Buffer, problem: string | null = null): void {
  test(`${coding}: ${problem ?? 'decoded'}`, async () => {
    const { body, decoding } = await decodedIn(raw, [['Content-Encoding', coding]]);
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
check('br, deflate', zlib.deflateRawSync(zlib.brotliCompressSync(plain)));
check('deflate, br', zlib.brotliCompressSync(zlib.deflateRawSync(plain)));
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
  assert.equal((await decodedIn(plain, [['Content-Encoding', 'identity']])).decoding, null);
  assert.equal((await decodedIn(plain, [])).decoding, null);
  const none = await decodedIn(Buffer.alloc(0), [['Content-Encoding', 'gzip']]);
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
  assert.equal(Buffer.from(good.body.bytes()).toString(), text);
  assert.equal(good.failure, null);
  const broken = await client.send(requestTo(`${origin}/broken`));
  assert.equal(broken.failure?.code, 'body-unreadable');
  assert.equal(broken.hops.at(-1)?.failure, broken.failure);
  assert.deepEqual(Buffer.from(broken.body.bytes()), plain);
  const bomb = await client.send(requestTo(`${origin}/bomb`));
  assert.equal(bomb.failure?.code, 'too-large');
  assert.equal(bomb.failure.limit, 1_000_000);
  // None of it is the connection's fault.
  assert.equal(bomb.hops[0]?.connection?.reused, true);
});
