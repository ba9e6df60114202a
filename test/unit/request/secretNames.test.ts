import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isSecretField,
  isSecretHeader,
  isSecretVariable,
} from '../../../src/request/secretNames.ts';

/** Which of the three take the name for that of a secret. */
function secretAs(name: string): string {
  return [
    isSecretVariable(name) ? 'variable' : '',
    isSecretField(name) ? 'field' : '',
    isSecretHeader(name) ? 'header' : '',
  ]
    .filter((each) => each !== '')
    .join(' ');
}

test('what is called like a secret is one wherever it stands', () => {
  const names = ['password', 'db_passwd', 'PWD', 'passphrase', 'client-secret', 'accessToken'];
  const keys = ['api_key', 'apikey', 'Access-Key', 'private.key', 'subscription-key'];
  const tokens = ['tokens', 'login.tokens.access', 'accessTokenString', 'tokenSha'];
  for (const name of [...names, ...keys, ...tokens, 'credentials', 'my_pass']) {
    assert.equal(secretAs(name), 'variable field header', name);
  }
});

test('on the wire more is, where it says what it is', () => {
  for (const name of ['key', 'sig', 'code', 'jwt']) assert.equal(secretAs(name), 'field', name);
  assert.equal(secretAs('session_id'), 'field header');
  assert.equal(secretAs('X-Session-Id'), 'field header');
  assert.equal(secretAs('X-Signature'), 'field header');
  assert.equal(secretAs('X-CSRF'), 'header');
});

test('what only sounds like it is shown', () => {
  const counts = ['max_tokens', 'usage.total_tokens', 'x-ratelimit-remaining-tokens'];
  const words = ['keyword', 'monkey', 'Author', 'Idempotency-Key', 'passenger', 'host'];
  for (const name of [...counts, ...words]) {
    assert.equal(secretAs(name), '', name);
  }
});
