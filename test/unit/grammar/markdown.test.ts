import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadGrammar, scopesOf } from './scopes.ts';

const grammar = await loadGrammar('text.html.markdown');

/** Each piece has, or with `!` before it has not, the scope. */
function check(
  name: string,
  text: string,
  ...expected: readonly (readonly [string, string])[]
): void {
  test(`Markdown: ${name}`, () => {
    const pieces = scopesOf(grammar, text);
    for (const [piece, scope] of expected) {
      const found = pieces.find(([written]) => written === piece);
      assert.ok(found, `${piece} is no piece of its own in ${JSON.stringify(pieces)}`);
      const isWanted = !scope.startsWith('!');
      const has = found[1].includes(scope.replace('!', ''));
      assert.equal(has, isWanted, `${piece} has the scopes ${found[1]}`);
    }
  });
}

const embedded = 'meta.embedded.block.http';
const heading = 'markup.heading.markdown';

check(
  'a request in a fence',
  '# before\n```http\n### one\nGET https://a.test/ HTTP/1.1\nAccept: a/b\n```\n# after\n',
  ['# before', heading],
  ['http', 'fenced_code.block.language'],
  ['GET', 'keyword.control.method.http'],
  ['GET', embedded],
  ['Accept', 'support.type.property-name.header.http'],
  ['# after', heading],
  ['# after', `!${embedded}`],
);
check(
  'a body that is open ends with its fence',
  '~~~ rest {a=b}\nPOST https://a.test/\nContent-Type: application/json\n\n{ "a": {\n~~~\n# after\n',
  ['{', 'meta.embedded.block.json'],
  ['# after', heading],
  ['# after', `!${embedded}`],
);
check('other fences are not ours', '```js\nGET https://a.test/\n```\n', [
  'GET https://a.test/',
  `!${embedded}`,
]);
check('nor are words that only start like it', '```https\nGET https://a.test/\n```\n', [
  'GET https://a.test/',
  `!${embedded}`,
]);
check(
  'an indented fence',
  '  ```HTTP\n  GET https://a.test/\n  ```\n# after\n',
  ['GET', 'keyword.control.method.http'],
  ['# after', heading],
);
