/** The bytes of a body that is none of a long file. */
import assert from 'node:assert/strict';
import type { RequestBody } from '../../src/request/resolvedRequest.ts';

export function bytesOf(body: RequestBody | null | undefined): Uint8Array {
  const bytes = body ?? new Uint8Array(0);
  assert.ok(bytes instanceof Uint8Array, 'The body is read while it is sent');
  return bytes;
}
