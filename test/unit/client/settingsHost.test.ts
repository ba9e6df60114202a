import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../../src/client/settings.ts';
import { hostKey, hostKeys } from '../../../src/client/settingsHost.ts';
import { tlsFor } from '../../../src/client/tls.ts';

const keys: Readonly<Record<string, string | null>> = {
  'api.test': 'api.test',
  'API.test:443': 'api.test:443',
  'api.test.': 'api.test',
  'bücher.example:8443': 'xn--bcher-kva.example:8443',
  '127.0.0.1:80': '127.0.0.1:80',
  '::1': '[::1]',
  '[::1]': '[::1]',
  '[::1]:8443': '[::1]:8443',
  '': null,
  ':443': null,
  'https://api.test': null,
  'api.test/path': null,
  'me@api.test': null,
  'no host': null,
};

for (const [text, key] of Object.entries(keys)) {
  test(`"${text}" in the settings is ${String(key)}`, () => {
    assert.equal(hostKey(text), key);
  });
}

test('a request finds its host, with and without the port, whatever the dot at its end', () => {
  assert.deepEqual(hostKeys('api.test.', 443), ['api.test:443', 'api.test']);
  assert.deepEqual(hostKeys('::1', 8443), ['[::1]:8443', '[::1]']);
  const settings = { ...defaultSettings, pinnedKeys: { 'api.test': ['a'], 'api.test:444': ['b'] } };
  const pinned = (host: string, port: number): readonly string[] | null =>
    tlsFor(settings, host, port, false).options.pinnedKeys;
  assert.deepEqual(pinned('api.test.', 443), ['a']);
  assert.deepEqual(pinned('api.test', 444), ['b']);
  assert.equal(pinned('constructor', 443), null);
});
