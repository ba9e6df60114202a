/** What is told of a request that can't be sent holds no secret. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskMessage } from '../../../src/request/secrets.ts';
import { resolveText } from './resolving.ts';

function tells(text: string, message: string): void {
  test(`${JSON.stringify(text)}: ${message}`, () => {
    assert.deepEqual(
      resolveText(text).problems.map((problem) => problem.message),
      [message],
    );
  });
}

const invalid = 'is not a valid URL: check its host and port';
tells(
  'GET http://ada:hunter2secret@localhost:99999/?token=abcdefgh\n',
  `\`http://***@localhost:99999…\` ${invalid}`,
);
tells(
  '@password = hunter2secret\nGET http://ada:{{password}}@localhost:99999/?token={{password}}\n',
  `\`http://***@localhost:99999…\` ${invalid}`,
);
tells('GET http://ada:hun/ter2@localhost/\n', `\`http://ada:***…\` ${invalid}`);
tells('GET localhost:99999/?token=abcdefgh\n', `\`localhost:99999…\` ${invalid}`);
tells(
  'GET /x?token=abcdefgh\n',
  '`/x…` names no host: add a `Host` header, or write the whole URL',
);

test('a secret that a shortened message has the start of is masked too', () => {
  const secrets = ['hunter2secret', 'a b/c'];
  assert.equal(maskMessage('`x=hunter2se…` and `y=hun…` is', secrets), '`x=***…` and `y=***…` is');
  assert.equal(maskMessage('`x=a%20b%…` is', secrets), '`x=***…` is');
  assert.equal(maskMessage('`x=other…` is', secrets), '`x=other…` is');
});
