import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerName, shownValue } from '../../../src/editor/settingValue.ts';

test('a wrong value is shown as it is written, and cut where it is long', () => {
  assert.equal(shownValue('pool.maxIdleSeconds', 'soon'), '"soon"');
  assert.equal(shownValue('tls.ca', [1]), '[1]');
  assert.equal(shownValue('tls.ciphers', undefined), 'null');
  assert.equal(shownValue('tls.ca', ['a'.repeat(100)]).length, 81);
});

test('of a value that may hold a secret only its kind is shown', () => {
  const kinds = [[{ passphrase: 'hunter2' }], { a: 'hunter2' }, 'hunter2', 5, null, undefined];
  const shown = kinds.map((value) => shownValue('tls.certificates', value));
  assert.deepEqual(shown, ['[…]', '{…}', '"…"', '5', 'null', 'null']);
  assert.equal(shownValue('request.defaultHeaders', 'Authorization: hunter2'), '"…"');
});

test('of what is no name of a header the beginning is shown, up to what follows on the name', () => {
  assert.equal(headerName('X-Team'), 'X-Team');
  assert.equal(headerName('Authorization: Bearer hunter2'), 'Authorization…');
  assert.equal(headerName(''), '…');
});
