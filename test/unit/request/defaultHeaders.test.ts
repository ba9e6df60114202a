/** Headers of the settings, for requests that do not have them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderField } from '../../../src/request/resolvedRequest.ts';
import { ready, resolveText } from './resolving.ts';

/** The headers of a request whose head is `written`, with these in the settings. */
function check(
  written: string,
  defaultHeaders: readonly HeaderField[],
  expected: readonly HeaderField[],
): void {
  test(`${JSON.stringify(written)} with ${JSON.stringify(defaultHeaders)}`, () => {
    const text = `@token = abc\nGET http://a.test/\n${written}\n`;
    assert.deepEqual(ready(text, {}, { defaultHeaders }).headers, expected);
  });
}

check('', [['X-A', 'b']], [['X-A', 'b']]);
check(
  'x-a: own',
  [
    ['X-A', 'b'],
    ['X-B', 'c'],
  ],
  [
    ['x-a', 'own'],
    ['X-B', 'c'],
  ],
);
check('', [['Authorization', 'Bearer {{token}}']], [['Authorization', 'Bearer abc']]);
check('', [['Authorization', 'Basic u p']], [['Authorization', 'Basic dTpw']]);
check('Authorization: Digest u p', [['Authorization', 'Bearer x']], []);
check(
  '',
  [
    ['Content-Length', '3'],
    ['Connection', 'keep-alive'],
  ],
  [],
);

test('an Authorization of the settings may be one that is made when it is sent', () => {
  const { signing, headers } = ready(
    'GET http://a.test/\n',
    {},
    {
      defaultHeaders: [['authorization', 'Digest u p']],
    },
  );
  assert.deepEqual(signing, { kind: 'digest', user: 'u', password: 'p' });
  assert.deepEqual(headers, []);
});

test('Connection: close in the settings closes after each answer', () => {
  const around = { defaultHeaders: [['Connection', 'close']] } as const;
  assert.equal(ready('GET http://a.test/\n', {}, around).noKeepAlive, true);
});

test('a content type of the settings says how a body is encoded', () => {
  const defaultHeaders = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
  const { body } = ready('POST http://a.test/\n\na=1\n&b=2\n', {}, { defaultHeaders });
  assert.deepEqual(body, new TextEncoder().encode('a=1&b=2'));
});

test('a variable that a header of the settings lacks names the header', () => {
  const around = { defaultHeaders: [['X-A', '{{nobody}}']] } as const;
  const [problem] = resolveText('\nGET http://a.test/\n', {}, around).problems;
  assert.match(problem?.message ?? '', /^In the default header `X-A`: .*nobody/);
  assert.equal(problem?.line, 1);
});
