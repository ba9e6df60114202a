/** In a file of its own, as what is loaded once is known from then on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCharsetOf } from '../../../src/client/charset.ts';
import { responseDocument } from '../../support/responseDocument.ts';
import { exchange, hop } from './exchanges.ts';

test('a rare charset is read by it once it is loaded, and is said to be unknown before', async () => {
  const response = {
    status: 200,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: [['Content-Type', 'text/plain; charset=cp437']] as const,
  };
  const given = exchange([hop({ response })], { body: Buffer.from('4b84736520cd20ab', 'hex') });
  assert.match(responseDocument(given).notes.join('\n'), /cp437/);
  await loadCharsetOf(given);
  const { text, notes } = responseDocument(given);
  assert.equal(text, 'Käse ═ ½');
  assert.deepEqual(notes, []);
});
