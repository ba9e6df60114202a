/** A request is found again by its name, its title, or what it sends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../../src/parser/parse.ts';
import { requestAtLine, requestsOf } from '../../../src/parser/requests.ts';
import { requestSent } from '../../../src/run/requestSent.ts';

type Then = {
  readonly line: number;
  readonly name?: string | null;
  readonly title?: string | null;
};

/** Where, from 1, a GET of `/a` that stood as told then stands in the text of now; null for nowhere. */
function check(text: string, { line, name = null, title = null }: Then, now: number | null): void {
  test(`${JSON.stringify(text)}: line ${line} is line ${now} now`, () => {
    const file = parse(text);
    const source = { file: 'a.http', name, title, line };
    const here = requestAtLine(file, line - 1);
    const sent = { method: 'GET', url: '/a' };
    const found = requestSent(requestsOf(file), here, source, sent, ({ request }) => {
      return { method: request.method?.text ?? 'GET', url: request.target.text };
    });
    assert.equal(found === null ? null : found.line + 1, now);
  });
}

check('GET /a\n', { line: 1 }, 1);
check('# one\n# two\n\nGET /a\n', { line: 1 }, 4);
// Another stands there now.
check('DELETE /b\n###\nGET /a\n', { line: 1 }, 3);
check('GET /a\n###\nGET /c\n###\nGET /a\n###\nGET /a\n', { line: 4 }, 5);
// Rewritten in its place; with another method or a name it is another one.
check('GET /c\n', { line: 1 }, 1);
check('DELETE /c\n', { line: 1 }, null);
check('# @name other\nGET /c\n', { line: 2 }, null);
check('### Other\nGET /c\n', { line: 2 }, null);
check('GET /c\n', { line: 9 }, null);
// It has got a name since.
check('GET /c\n\n###\n# @name x\nGET /a\n', { line: 1 }, 5);
check('# @name x\nGET /c\n###\n# @name y\nGET /a\n', { line: 5, name: 'x' }, 2);
check('### T\nGET /c\n###\nGET /a\n', { line: 4, title: 'T' }, 2);
check('### U\nGET /a\n', { line: 2, title: 'T' }, null);
check('', { line: 1 }, null);
