import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Selection } from '../../../src/cli/arguments.ts';
import { plan, type Plan } from '../../../src/cli/plan.ts';

const demo = `@host = http://127.0.0.1:1

### Log in
# @name login
POST {{host}}/login

user=a

### Items
GET {{host}}/items
Accept: */*

### Broken
GET

### Untitled variable
GET {{nobody}}/x
`;

test('all of it, in order; what has a problem is left out', () => {
  const all = planOf(demo);
  assert.deepEqual(
    all.requests.map(({ method, url, source }) => [
      method,
      url,
      source.name,
      source.title,
      source.line,
    ]),
    [
      ['POST', 'http://127.0.0.1:1/login', 'login', 'Log in', 5],
      ['GET', 'http://127.0.0.1:1/items', null, 'Items', 10],
    ],
  );
  assert.deepEqual(
    errorsOf(all).map(([line]) => line),
    [14, 17],
  );
});

test('by name, else by title, and only what concerns it is told', () => {
  checkNames({ kind: 'name', name: 'login' }, ['/login']);
  checkNames({ kind: 'name', name: 'Log in' }, ['/login']);
  checkNames({ kind: 'name', name: 'Items' }, ['/items']);
  const none = planOf(demo, { kind: 'name', name: 'nope' });
  assert.match(
    none.noMatch ?? '',
    /^There is no request named nope in demo\.http\. There are: login, Items/,
  );
  assert.deepEqual(none.requests, []);
});

test('by any line of the request', () => {
  for (const line of [4, 5, 6, 7]) checkNames({ kind: 'line', line }, ['/login']);
  for (const line of [10, 11]) checkNames({ kind: 'line', line }, ['/items']);
  const none = planOf(demo, { kind: 'line', line: 19 });
  assert.equal(none.noMatch, 'There is no request on line 19 of demo.http');
  assert.deepEqual([none.requests, none.problems], [[], []]);
});

test('variables from outside come before those of the file', () => {
  const { requests } = planOf(demo, { kind: 'name', name: 'Items' }, [
    ['host', 'http://127.0.0.1:2'],
  ]);
  assert.deepEqual(
    requests.map(({ url }) => url),
    ['http://127.0.0.1:2/items'],
  );
});

test('an empty file is no mistake, one without a request is', () => {
  for (const text of ['', ' \n\n']) {
    const empty = planOf(text);
    assert.deepEqual([empty.emptyFiles, empty.problems], [['demo.http'], []]);
  }
  assert.deepEqual(errorsOf(planOf('# just a comment\n@a = 1\n')), [[1, 'no-request']]);
});

test('a file that is not text is one problem', () => {
  assert.deepEqual(errorsOf(planOf('GET http://x\0\0')), [[1, 'binary-file']]);
});

function checkNames(selection: Selection, paths: readonly string[]): void {
  const { requests, problems, noMatch } = planOf(demo, selection);
  assert.deepEqual(
    requests.map(({ path }) => path),
    paths,
  );
  assert.deepEqual([problems, noMatch], [[], null]);
}

function errorsOf({ problems }: Plan): readonly (readonly [number, string])[] {
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ line, code }) => [line, code]);
}

function planOf(
  text: string,
  selection: Selection = { kind: 'all' },
  variables: readonly (readonly [string, string])[] = [],
): Plan {
  const files = [{ path: 'demo.http', content: { kind: 'text', text } as const }];
  return plan(files, selection, new Map(variables));
}
