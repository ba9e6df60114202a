import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import type { Selection } from '../../../src/cli/arguments.ts';
import type { Given } from '../../../src/cli/openFile.ts';
import { plan, type Plan } from '../../../src/cli/plan.ts';
import { previewOf, resolve } from '../../../src/request/resolve.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { withAnswers } from '../../../src/request/scope.ts';

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

/** What can never be sent is known before anything is: line and message of each error, and what is left to send. */
function checkStatic(
  text: string,
  selection: Selection,
  errors: readonly (readonly [line: number, message: RegExp])[],
  left: number,
): void {
  test(`known before a send: ${JSON.stringify(text)}`, async () => {
    const planned = await planOf(text, selection);
    const found = planned.problems.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      found.map(({ line }) => line),
      errors.map(([line]) => line),
    );
    for (const [index, [, message]] of errors.entries())
      assert.match(found[index]?.message ?? '', message);
    assert.equal(planned.items.length, left);
  });
}

const all = { kind: 'all' } as const;
const cycle = /needs itself to be sent first: (?:a → b → a|b → a → b)/;

checkStatic(
  '# @name a\nGET http://x.test/{{b.n}}\n###\n# @name b\nGET http://x.test/{{a.n}}\n###\nGET http://x.test/\n',
  all,
  [
    [2, cycle],
    [5, cycle],
  ],
  1,
);
checkStatic(
  '# @name a\n# @ref b\nGET http://x.test/\n###\n# @name b\n# @force-ref a\nGET http://x.test/\n',
  { kind: 'name', name: 'a' },
  [[3, cycle]],
  0,
);
checkStatic(
  '# @name a\nGET http://x.test/{{nobody}}\n###\n# @name b\n# @ref a\nGET http://x.test/\n###\n# @name c\nGET http://x.test/{{b.response.body.$.n}}\n',
  { kind: 'name', name: 'c' },
  [[9, /`b` has to be sent first, and can't be: `a` has to be .*`nobody` has no value/]],
  0,
);
checkStatic(
  '# @name a\nPOST http://x.test/\n\n< ./gone.json\n###\nGET http://x.test/{{a.n}}\n',
  { kind: 'line', line: 6 },
  [[6, /`a` has to be sent first, and can't be: There is no file `\.\/gone\.json`/]],
  0,
);
checkStatic(
  '# @name a\n# @prompt who\nGET http://x.test/{{who}}\n###\nGET http://x.test/{{a.n}}\n',
  { kind: 'line', line: 5 },
  [],
  1,
);

test('a way of ten thousand references is no deeper than the stack', async () => {
  const count = 10_000;
  const texts = Array.from({ length: count }, (_, index) => {
    const next = index + 1 < count ? `# @ref r${String(index + 1)}\n` : '';
    return `# @name r${String(index)}\n${next}GET http://x.test/\n`;
  });
  const planned = await planOf(texts.join('###\n'), { kind: 'name', name: 'r0' });
  assert.deepEqual([planned.items.length, planned.problems], [1, []]);
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
  return items.flatMap(({ placed, file, answers }) => {
    const resolution = resolve(placed, withAnswers(file.scope, answers), file.path);
    const request = resolution.kind === 'problems' ? null : previewOf(resolution);
    return request === null ? [] : [request];
  });
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
