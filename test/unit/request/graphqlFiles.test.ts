/** GraphQL whose query or variables stand in files. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf } from '../../support/bytesOf.ts';
import { resolve, type Resolution } from '../../../src/request/resolve.ts';
import { scopeOf } from './resolving.ts';

/** Every file that is asked for says `content`. */
function withFiles(text: string, content: string): Resolution {
  const { placed, scope } = scopeOf(text);
  const first = resolve(placed, scope, 'a.http');
  assert.equal(first.kind, 'needs');
  const bytes = new TextEncoder().encode(content);
  const answers = new Map(first.needs.map(({ key }) => [key, { bytes }]));
  return resolve(placed, { ...scope, answers }, 'a.http');
}

function bodyOf(resolution: Resolution): unknown {
  if (resolution.kind !== 'ready') assert.fail(JSON.stringify(resolution.problems));
  return JSON.parse(new TextDecoder().decode(bytesOf(resolution.request.body)));
}

const head = 'GRAPHQL https://a.test/graphql\n\n';

test('a query from a file', () => {
  const found = withFiles(`${head}< ./q.graphql\n\n{ "n": 1 }\n`, 'query Q { a }');
  assert.deepEqual(bodyOf(found), {
    query: 'query Q { a }',
    operationName: 'Q',
    variables: { n: 1 },
  });
});

test('variables from a file', () => {
  const found = withFiles(`${head}query Q { a }\n\n< ./v.json\n`, '{ "n": 2 }');
  assert.deepEqual(bodyOf(found), {
    query: 'query Q { a }',
    operationName: 'Q',
    variables: { n: 2 },
  });
});

test('variables from a file that are no object', () => {
  const found = withFiles(`${head}query Q { a }\n\n< ./v.json\n`, '[1]');
  assert.deepEqual(
    found.problems.map(({ code, line }) => [code, line]),
    [['invalid-graphql-variables', 4]],
  );
});
