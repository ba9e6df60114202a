import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { completionsAt, type Completion, type Known } from '../../../src/language/completion.ts';
import { directiveDocs } from '../../../src/language/directiveDocs.ts';
import { snippets } from '../../../src/language/snippets.ts';
import { spotAt } from '../../../src/language/spot.ts';
import { parse } from '../../../src/parser/parse.ts';
import { problemsOf } from '../../../src/parser/problems.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import { resolve } from '../../../src/request/resolve.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { anyText } from '../parser/anyText.ts';
import { marked } from './marked.ts';

const known: Known = {
  variables: () => [{ name: 'host', detail: 'api.test' }],
  dynamic: () => [{ name: '$guid', detail: 'A random UUID' }],
  urls: () => ['https://api.test/items'],
};

function offered(written: string): readonly Completion[] {
  const { source, offset } = marked(written);
  return completionsAt(source, offset, known).completions;
}

/** `expected` is what the completion replaces, and some of what is offered; null is nothing. */
function check(
  written: string,
  expected: readonly [replaced: string, ...labels: string[]] | null,
): void {
  test(`${JSON.stringify(written)} offers ${JSON.stringify(expected)}`, () => {
    const { text } = marked(written);
    const found = offered(written);
    if (expected === null) {
      assert.deepEqual(found, []);
      return;
    }
    const [replaced, ...labels] = expected;
    const all = found.map(({ label }) => label);
    for (const label of labels) assert.ok(all.includes(label), `${label} in ${String(all)}`);
    for (const { range } of found) assert.equal(text.slice(range.start, range.end), replaced);
  });
}

check('|', ['', 'GET', 'post-json']);
check('PO|', ['PO', 'POST']);
check('###\n# @name x\nG|\nAccept: a/b\n', ['G', 'GET']);
check('GET |', ['', 'https://api.test/items']);
check('GET ht|', ['ht', 'https://api.test/items']);
check('GET https://api.test/ H|', ['H', 'HTTP/1.1', 'HTTP/2']);
check('GET https://api.test/\nAc|', ['Ac', 'Accept', 'Authorization']);
check('GET https://api.test/\nAc|cept: a/b\n', ['Accept', 'Accept']);
check('GET https://api.test/\nAccept: |', ['', 'application/json', '*/*']);
check('GET https://api.test/\nConnection: c|', ['c', 'close', 'keep-alive']);
check('GET https://api.test/\n  ?a=|', null);
check('GET https://api.test/\n# @|', ['@', '@timeout', '@fresh-connection', '@name']);
check('# @tim|\nGET https://api.test/\n', ['@tim', '@timeout']);
check('# @timeout |\nGET https://api.test/\n', ['', '30 s', '500 ms']);
check('# @timeout 5|\nGET https://api.test/\n', ['5', '5', '5 s', '500 ms']);

test('a URL is offered as it stands, each time that it grows: Enter leaves it', () => {
  const { source, offset } = marked('GET https://api.test/|\n');
  const { completions, isIncomplete } = completionsAt(source, offset, known);
  const inserted = completions.map(({ insert }) => insert);
  assert.deepEqual(inserted, ['https://api.test/', 'https://api.test/items']);
  assert.equal(isIncomplete, true);
});

test('within a URL the known ones replace all of it, and what is written nothing', () => {
  const written = 'GET https://api.test/it|ems/1\n';
  const { text } = marked(written);
  const replaced = offered(written).map(({ insert, range }) => [
    insert,
    text.slice(range.start, range.end),
  ]);
  assert.deepEqual(replaced, [
    ['https://api.test/it', 'https://api.test/it'],
    ['https://api.test/items', 'https://api.test/items/1'],
  ]);
});

test('the first letters of a URL are no URL that is offered', () => {
  assert.deepEqual(
    offered('GET ht|').map(({ insert }) => insert),
    ['https://api.test/items'],
  );
});

test('a number is offered as it stands, each time that it grows: Enter leaves it', () => {
  for (const number of ['5', '12', '500']) {
    const { source, offset } = marked(`# @max-idle ${number}|\nGET https://api.test/\n`);
    const { completions, isIncomplete } = completionsAt(source, offset, known);
    assert.equal(completions[0]?.insert, number);
    assert.equal(isIncomplete, true);
  }
});

check('# a comment |\nGET https://api.test/\n', null);
check('### a title |\nGET https://api.test/\n', null);
check('@a = |', null);
check('@a = {{|', ['', 'host', '$guid']);
check('GET https://{{h|}}/', ['h', 'host']);
check('GET https://{{ $g|', ['$g', '$guid']);
check('GET https://{{a}}/|', ['https://{{a}}/', 'https://api.test/items']);
check('POST https://a.test/\n\n{ "a": | }\n', null);
check('POST https://a.test/\n\n{ "a": "{{|}}" }\n', ['', 'host']);
check('POST https://a.test/\n\nGE|', null);
check('GET https://a.test/\n\n> {%\n  client.|\n%}\n', null);
check('### x\n# @name login\nGET https://a.test/\n\n###\n# @ref |\nGET https://b.test/', [
  '',
  'login',
]);
check('# @name login\nGET https://a.test/\n\n###\nrun #|', ['', 'login']);
check('# @name login\nGET https://a.test/\n\n###\nGET https://{{lo|', ['lo', 'login', 'host']);
check('curl https://a.test/ |', null);

test('braces that one types oneself are closed with the reference, and no others', () => {
  const inserted = (written: string): string | undefined =>
    offered(written).find(({ label }) => label === 'host')?.insert;
  assert.equal(inserted('GET https://{{ho|'), 'host}}');
  assert.equal(inserted('GET https://{{ho|/{{path}}'), 'host}}');
  assert.equal(inserted('GET https://{{ho|}}/'), 'host');
  assert.equal(inserted('GET https://{{ho|st }}/'), 'host');
});

test('what is offered for a reference to a request goes on to its response', () => {
  const all = offered('# @name login\nGET https://a.test/\n\n###\nGET https://{{|');
  const insert = all.find(({ label }) => label === 'login')?.insert;
  assert.equal(insert, 'login.response.${1|body.\\$.,headers.|}$0}}');
});

test('every directive that is offered is known and has an effect', () => {
  for (const { name, takes } of directiveDocs) {
    const file = parse(
      `# @${name} ${takes ?? ''}\nGET https://a.test/\n\n### other\n# @name login\nGET https://b.test/\n`,
    );
    const [placed] = requestsOf(file);
    assert.ok(placed);
    const { problems } = resolve(placed, fileScope(file), 'a.http');
    const codes = [...problemsOf(file), ...problems].map(({ code }) => code);
    // `@disabled` takes effect by saying so.
    assert.deepEqual(codes, name === 'disabled' ? ['not-supported-yet'] : [], name);
  }
});

test('every snippet is a request without a problem', () => {
  for (const { label, lines } of snippets) {
    const text = lines
      .join('\n')
      .replace(/\$\{\d+:([^}]*)\}/g, '$1')
      .replace(/(?<!\\)\$\d/g, '')
      .replace(/\\([$}])/g, '$1');
    const file = parse(text);
    assert.deepEqual(problemsOf(file), [], label);
    assert.ok(
      file.blocks.some(({ block }) => block.request !== null),
      label,
    );
  }
});

test('at any place of any text something or nothing is offered, and it stands on the line', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), (text, at) => {
      const offset = at % (text.length + 1);
      const spot = spotAt({ text, file: parse(text) }, offset);
      if (spot === null) return;
      const { start, end } = spot.range;
      assert.ok(0 <= start && start <= offset && offset <= end && end <= text.length);
      assert.doesNotMatch(text.slice(start, end), /[\r\n]/);
    }),
    { numRuns: 1500 },
  );
});

test('of very many names those are offered that fit, until fewer do', () => {
  const requests = Array.from(
    { length: 3000 },
    (_, index) => `# @name r${index}\nGET https://x/\n\n###\n`,
  );
  const { source, offset } = marked(`${requests.join('')}# @ref r29|\n`);
  const { completions, isIncomplete } = completionsAt(source, offset, known);
  assert.equal(isIncomplete, true);
  assert.ok(completions.length < 200);
  assert.ok(completions.some(({ label }) => label === 'r2999'));
});
