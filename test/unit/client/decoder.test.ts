import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import zlib from 'node:zlib';
import { decoderMaker } from '../../../src/client/decoder.ts';

const encoders = {
  gzip: zlib.createGzip,
  deflate: zlib.createDeflate,
  br: zlib.createBrotliCompress,
  zstd: zlib.createZstdCompress,
} as const;

for (const [coding, createEncoder] of Object.entries(encoders)) {
  test(`${coding}: what nobody has read yet is not put together in memory of others`, async () => {
    const parts = [randomBytes(60_000), randomBytes(6000)];
    const encoded: Uint8Array[] = [];
    const encoder = createEncoder();
    for (const part of parts) {
      const pieces: Uint8Array[] = [];
      const take = (piece: Uint8Array): number => pieces.push(piece);
      encoder.on('data', take);
      encoder.write(part);
      await new Promise<void>((resolve) => {
        encoder.flush(resolve);
      });
      encoder.off('data', take);
      encoded.push(Buffer.concat(pieces));
    }
    encoder.end();
    const decoder = decoderMaker(coding)?.(encoded[0] ?? new Uint8Array(0));
    assert.ok(decoder !== undefined);
    const outputs: Uint8Array[] = [];
    for (const piece of encoded) {
      const written = decoder.write(piece);
      // Long enough that all of it has come out before the first is read.
      await setTimeout(100);
      for await (const output of written) outputs.push(output);
    }
    decoder.destroy();
    assert.deepEqual(Buffer.concat(outputs), Buffer.concat(parts));
    // The second part went over the end of the memory that the first one began.
    assert.ok(outputs.length > 2, `${String(outputs.length)} outputs`);
    const pool = Buffer.from('a').buffer;
    assert.ok(outputs.every(({ buffer }) => buffer !== pool));
  });
}
