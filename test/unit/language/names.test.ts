import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionsOf, nameAt, referencesTo } from '../../../src/language/occurrences.ts';
import { renamed } from '../../../src/language/rename.ts';
import { applied } from './applied.ts';
import { marked } from './marked.ts';

/** Text at the definitions and the references, with their lines from 0. */
function check(
  written: string,
  definitions: readonly string[],
  references: readonly string[],
): void {
  test(`the name in ${JSON.stringify(written)}`, () => {
    const { source, text, offset } = marked(written);
    const name = nameAt(source, offset);
    assert.ok(name !== null, 'there is a name');
    const line = (at: number): number => text.slice(0, at).split('\n').length - 1;
    const show = ({ start, end }: { start: number; end: number }): string =>
      `${text.slice(start, end)} ${line(start)}`;
    assert.deepEqual(
      definitionsOf(source.file, name).map(({ range }) => show(range)),
      definitions,
    );
    assert.deepEqual(referencesTo(source, name).map(show), references);
  });
}

check('@a = 1\n@b = {{|a}}\nGET https://{{ a }}/{{%a}}{{b}}\n', ['a 0'], ['a 1', 'a 2', 'a 2']);
check('@|a = 1\n@a = 2\nGET https://x/\n\n{{a}}\n', ['a 0', 'a 1'], ['a 4']);
check('# @prompt |pin Your PIN\nGET https://x/{{pin}}\n', ['pin 0'], ['pin 1']);
check('@a.b = 1\nGET https://{{a.|b}}/\n', ['a.b 0'], ['a.b 1']);
check(
  '# @name login\nGET https://x/\n\n### two\n# @ref login\nGET https://x/{{lo|gin.response.body.$.a}}{{login.token}}\n\n###\nrun #login (@a=b)\n',
  ['login 0'],
  ['login 5', 'login 5', 'login 4', 'login 8'],
);
check('### Log in|\nGET https://x/\n\n###\nrun #Log in\n', ['Log in 0'], ['Log in 4']);
check('# @name |a\nGET https://x/\n\n> {%\n  x("{{a.response.body}}")\n%}\n', ['a 0'], ['a 4']);

function checkNone(written: string): void {
  test(`no name in ${JSON.stringify(written)}`, () => {
    const { source, offset } = marked(written);
    assert.equal(nameAt(source, offset), null);
  });
}

checkNone('GET https://x/{{$gu|id}}\n');
checkNone('GET https://x|/\n');
checkNone('GET https://x/{{a +| 1}}\n');
checkNone('|');

function checkRename(written: string, name: string, expected: string | { message: RegExp }): void {
  test(`rename in ${JSON.stringify(written)} to ${JSON.stringify(name)}`, () => {
    const { source, text, offset } = marked(written);
    const changes = renamed(source, offset, name);
    if (typeof expected === 'string') {
      assert.ok(!('message' in changes), JSON.stringify(changes));
      assert.equal(applied(text, changes), expected);
    } else {
      assert.ok('message' in changes);
      assert.match(changes.message, expected.message);
    }
  });
}

const two = '@a = 1\n@b = {{|a}}\nGET https://{{ a }}/{{%a}}{{b}}\n';
checkRename(two, 'host', '@host = 1\n@b = {{host}}\nGET https://{{ host }}/{{%host}}{{b}}\n');
checkRename(two, 'b', { message: /already/ });
checkRename(two, 'a b', { message: /blanks/ });
checkRename(two, '$a', { message: /start/ });
checkRename(two, '', { message: /Write a name/ });
checkRename('GET https://{{x|}}/', 'y', { message: /not defined in this file/ });
checkRename('GET https://a|/', 'y', { message: /no variable/ });
const login =
  '# @name login\nGET https://x/\n\n###\n# @ref login\nGET https://{{log|in.response.body.$.a}}\n';
checkRename(login, 'signIn', login.replace('|', '').replaceAll('login', 'signIn'));
checkRename(login, 'sign in', { message: /letters/ });
