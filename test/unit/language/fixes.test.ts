import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixesFor } from '../../../src/language/fixes.ts';
import { nearest } from '../../../src/language/nearest.ts';
import { rewritesAt } from '../../../src/language/rewrites.ts';
import { variableNames } from '../../../src/request/explain.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { checkedFile } from '../../support/checkedFile.ts';
import { applied } from './applied.ts';
import { marked, sourceOf } from './marked.ts';

/** The titles of all fixes, and the text after the first of them. */
function check(text: string, code: string, titles: readonly string[], fixed: string): void {
  test(`fixes for ${code} in ${JSON.stringify(text)}`, () => {
    const problem = checkedFile(text).problems.find((each) => each.code === code);
    assert.ok(problem, `${code} is none of ${JSON.stringify(checkedFile(text).problems)}`);
    const source = sourceOf(text);
    const names = variableNames(fileScope(source.file)).map(({ name }) => name);
    const fixes = fixesFor(source, problem, names);
    assert.deepEqual(
      fixes.map(({ title }) => title),
      titles,
    );
    assert.equal(applied(text, fixes[0]?.changes ?? []), fixed);
  });
}

const value = '${1:value}';
check(
  'GET https://{{host}}/\n',
  'unresolved-variable',
  ['Define `host` in this file'],
  `@host = ${value}\n\nGET https://{{host}}/\n`,
);
check(
  '# mine\n@base = api.test\n\n###\nGET https://{{bass}}/\n',
  'unresolved-variable',
  ['Define `bass` in this file', 'Change to `{{base}}`'],
  `# mine\n@base = api.test\n@bass = ${value}\n\n###\nGET https://{{bass}}/\n`,
);
check(
  '# @time-out 5 s\nGET https://x/\n',
  'unknown-directive',
  ['Change to `@timeout`'],
  '# @timeout 5 s\nGET https://x/\n',
);
check(
  'GET https://x/\nAccept text/html\n',
  'header-without-colon',
  ['Write `Accept:`'],
  'GET https://x/\nAccept: text/html\n',
);
check(
  'GET https://x/\nConnection: keep-alive\nA: b\n',
  'computed-header',
  ['Remove `Connection`'],
  'GET https://x/\nA: b\n',
);
check(
  'POST https://x/\nA: b\n{}\n',
  'body-without-blank-line',
  ['Insert a blank line before the body'],
  'POST https://x/\nA: b\n\n{}\n',
);
check(
  '@a\nGET https://x/\n',
  'variable-without-value',
  ['Give it a value'],
  `@a = ${value}\nGET https://x/\n`,
);
check('GET /path\n', 'missing-host', ['Add a `Host` header'], 'GET /path\nHost: ${1:api.test}\n');
check('GET htps://x/\n', 'unsupported-scheme', ['Change to `https://`'], 'GET https://x/\n');
check(
  '# @timeout 5000\nGET https://x/\n',
  'directive-unit',
  ['Count milliseconds: add `ms`', 'Count seconds: add `s`'],
  '# @timeout 5000 ms\nGET https://x/\n',
);

function checkRewrite(written: string, titles: readonly string[], rewritten: string): void {
  test(`offered at ${JSON.stringify(written)}`, () => {
    const { source, text, offset } = marked(written);
    const fixes = rewritesAt(source, { start: offset, end: offset });
    assert.deepEqual(
      fixes.map(({ title }) => title),
      titles,
    );
    assert.equal(applied(text, fixes[0]?.changes ?? []), rewritten);
  });
}

checkRewrite(
  'POST https://x/ HTTP/1.1|\n\n{ "a": {{b}} }\n',
  ['Add `Content-Type: application/json`'],
  'POST https://x/ HTTP/1.1\nContent-Type: application/json\n\n{ "a": {{b}} }\n',
);
checkRewrite(
  'POST https://x/\nA: b\n\n[1|]\n',
  ['Add `Content-Type: application/json`'],
  'POST https://x/\nA: b\nContent-Type: application/json\n\n[1]\n',
);
checkRewrite('POST https://x/|\n\n{ no }\n', [], 'POST https://x/\n\n{ no }\n');
checkRewrite(
  '# @timeout |30\nGET https://x/\n',
  ['Say that `@timeout` counts seconds: add `s`'],
  '# @timeout 30 s\nGET https://x/\n',
);
checkRewrite('# @timeout 30 s|\nGET https://x/\n', [], '# @timeout 30 s\nGET https://x/\n');

test('the nearest word, or none', () => {
  const known = ['timeout', 'name', 'no-redirect'];
  assert.equal(nearest('tiemout', known), 'timeout');
  assert.equal(nearest('noRedirect', known), 'no-redirect');
  assert.equal(nearest('x', known), null);
  assert.equal(nearest('description', known), null);
});
