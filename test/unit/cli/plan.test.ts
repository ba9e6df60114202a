import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import type { Selection } from '../../../src/cli/arguments.ts';
import type { Given } from '../../../src/cli/openFile.ts';
import { plan, type Plan } from '../../../src/cli/plan.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';

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

const given: Given = {
  variables: new Map(),
  environments: [],
  workingFolder: tmpdir(),
  processVariables: {},
};

test('all of it, in order; what has a problem is left out', async () => {
  const all = await planOf(demo);
  assert.deepEqual(
    requestsIn(all).map(({ method, url, source }) => [
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

test('by name, else by title, and only what concerns it is told', async () => {
  await checkNames({ kind: 'name', name: 'login' }, ['/login']);
  await checkNames({ kind: 'name', name: 'Log in' }, ['/login']);
  await checkNames({ kind: 'name', name: 'Items' }, ['/items']);
  const none = await planOf(demo, { kind: 'name', name: 'nope' });
  assert.match(
    none.noMatch ?? '',
    /^There is no request named nope in demo\.http\. There are: login, Items/,
  );
  assert.deepEqual(none.items, []);
});

test('by any line of the request', async () => {
  for (const line of [3, 4, 5, 6, 7]) await checkNames({ kind: 'line', line }, ['/login']);
  for (const line of [9, 10, 11]) await checkNames({ kind: 'line', line }, ['/items']);
  const none = await planOf(demo, { kind: 'line', line: 19 });
  assert.equal(none.noMatch, 'There is no request on line 19 of demo.http');
  assert.deepEqual([none.items, none.problems], [[], []]);
});

test('variables from outside come before those of the file', async () => {
  const planned = await planOf(demo, { kind: 'name', name: 'Items' }, [
    ['host', 'http://127.0.0.1:2'],
  ]);
  assert.deepEqual(
    requestsIn(planned).map(({ url }) => url),
    ['http://127.0.0.1:2/items'],
  );
});

test('an empty file is no mistake, one without a request is', async () => {
  for (const text of ['', ' \n\n']) {
    const empty = await planOf(text);
    assert.deepEqual([empty.emptyFiles, empty.problems], [['demo.http'], []]);
  }
  assert.deepEqual(errorsOf(await planOf('# just a comment\n@a = 1\n')), [[1, 'no-request']]);
});

test('a file that is not text is one problem', async () => {
  assert.deepEqual(errorsOf(await planOf('GET http://x\0\0')), [[1, 'binary-file']]);
});

test('who would not answer once is not asked again, and all is counted', async () => {
  const text = 'GET http://a.test/\n###\n# @prompt who\nGET http://a.test/{{who}}\n';
  let asked = 0;
  const files = ['a.http', 'b.http'].map((path) => ({
    path,
    content: { kind: 'text', text } as const,
  }));
  const planned = await plan(files, { kind: 'all' }, given, () => {
    asked += 1;
    return Promise.resolve(null);
  });
  assert.deepEqual([asked, planned.givenUp], [1, true]);
  assert.equal(planned.items.length + planned.notSent, 4);
});

async function checkNames(selection: Selection, paths: readonly string[]): Promise<void> {
  const planned = await planOf(demo, selection);
  const { problems, noMatch } = planned;
  assert.deepEqual(
    requestsIn(planned).map(({ path }) => path),
    paths,
  );
  assert.deepEqual([problems, noMatch], [[], null]);
}

function errorsOf({ problems }: Plan): readonly (readonly [number, string])[] {
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ line, code }) => [line, code]);
}

function requestsIn({ items }: Plan): readonly ResolvedRequest[] {
  return items.map(({ preview }) => preview).filter((request) => request !== null);
}

function planOf(
  text: string,
  selection: Selection = { kind: 'all' },
  variables: readonly (readonly [string, string])[] = [],
): Promise<Plan> {
  const files = [{ path: 'demo.http', content: { kind: 'text', text } as const }];
  const all = { ...given, variables: new Map(variables) };
  return plan(files, selection, all, () => assert.fail('asked'));
}
