import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../../src/parser/parse.ts';
import { expand, valuesOf } from '../../../src/request/expand.ts';
import { referencesIn } from '../../../src/request/references.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { problemsIn, ready, resolveText } from './resolving.ts';

/** What a text becomes with the definitions of another. */
function check(definitions: string, text: string, expected: string): void {
  test(`${JSON.stringify([definitions, text])} is ${JSON.stringify(expected)}`, () => {
    const still = { now: () => 1_700_000_000_500, random: () => 0.5 };
    const scope = fileScope(parse(definitions), new Map([['over', 'O']]), still);
    const { text: actual, faults } = expand(text, valuesOf(scope));
    assert.equal(actual, expected);
    assert.deepEqual(faults, []);
  });
}

check('@a = 1', '{{a}}{{ a }}', '11');
check('@a = 1\n@a = 2', '{{a}}', '2');
check('@a = {{b}}\n###\nGET x\n###\n@b = {{c}}\n@c = 3', '{{a}}', '3');
check('@over = F', '{{over}}', 'O');
check('@a = {{over}}', '{{a}}', 'O');
check('@a =', '[{{a}}]', '[]');
check('@a = "quoted"', '{{a}}', '"quoted"');
check('@a = one\\ntwo\\tthree\\\\C:\\data', '{{a}}', 'one\ntwo\tthree\\C:\\data');
check('@größe = 1', '{{größe}}', '1');
check('@a = 1', '{"x":{{{a}}}}', '{"x":{1}}');
check('@a = 1', 'no reference', 'no reference');
check('@a = b c&d', '{{%a}} {{ %a }}', 'b%20c%26d b%20c%26d');
check('@a = 1', '{{}} {{ }} {{a\n}} {{', '{{}} {{ }} {{a\n}} {{');
check('@a = 1', '\\{\\{a\\}\\} {{a}}', '{{a}} 1');
check('', '\\{\\{a\\}\\}', '{{a}}');
check('', '\\{ \\}', '\\{ \\}');
check('', '{{$timestamp}}', '1700000000');
check('', '{{$timestamp -1 d}}', '1699913600');
check('', '{{$timestamp 1500 ms}}', '1700000002');
check('', '{{$randomInt 10 20}}', '15');
check('', '{{$randomInt -3 -1}}', '-2');
check('', '{{$randomInt}}', '500');
check('', '{{$guid}}', '88888888-8888-4888-8888-888888888888');
check('@id = {{$uuid}}', '{{id}}', '88888888-8888-4888-8888-888888888888');

test('a made value is the same wherever its variable stands, and new for each request', () => {
  const text = '@id = {{$guid}}\nGET https://a.test/{{id}}\nX-Id: {{id}}\nX-Other: {{$guid}}\n';
  const file = parse(text);
  let turn = 0;
  const scope = fileScope(file, new Map(), { now: () => 0, random: () => (turn++ % 97) / 97 });
  const one = expand('{{id}} {{id}} {{$guid}}', valuesOf(scope)).text.split(' ');
  assert.equal(one[0], one[1]);
  assert.notEqual(one[0], one[2]);
  assert.notEqual(expand('{{id}}', valuesOf(scope)).text, one[0]);
});

test('a reference without a value stops the request and is named where it stands', () => {
  const text =
    '@b = {{missing}}\nPOST https://a.test/{{one}}\nX-{{two}}: {{three}}\n\nline\n{{four}} {{b}} {{four}}\n';
  assert.deepEqual(problemsIn(text), [
    'unresolved-variable: {{one}}',
    'unresolved-variable: {{two}}',
    'unresolved-variable: {{three}}',
    'unresolved-variable: {{four}}',
    'unresolved-variable: {{b}}',
  ]);
  const { problems } = resolveText(text);
  assert.deepEqual(
    problems.map(({ line }) => line),
    [1, 2, 2, 5, 5],
  );
  assert.equal(
    problems[3]?.message,
    'The variable `four` has no value in the variables of this file: add `@four = value`',
  );
  assert.match(problems[4]?.message ?? '', /`missing`/);
});

function refuses(definitions: string, reference: string, message: RegExp): void {
  test(`${JSON.stringify(definitions)}: ${reference} is refused`, () => {
    const { problems } = resolveText(`${definitions}\nGET https://a.test/\nX: ${reference}\n`);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', message);
  });
}

refuses('@a = {{a}}', '{{a}}', /`a` refers to itself: a → a/);
refuses('@a = {{b}}\n@b = {{a}}', '{{a}}', /a → b → a/);
refuses('', '{{$processEnv HOME}}', /`HOME` has no value in the environment of the process/);
refuses('', '{{$nonsense}}', /no variable `\$nonsense`/);
refuses('', '{{$randomInt 5 1}}', /lower and a higher/);
refuses('', '{{$randomInt 5}}', /lower and a higher/);
refuses('', '{{$guid 5}}', /takes no values/);
refuses('', '{{$timestamp 1 x}}', /`\$timestamp -1 d`/);
refuses('', '{{login.response.body.$.token}}', /No request of this file is named `login`/);

test('values that multiply are stopped', () => {
  const levels = Array.from({ length: 60 }, (_, at) => `@v${at} = {{v${at + 1}}}{{v${at + 1}}}`);
  const text = `${levels.join('\n')}\n@v60 = 0123456789\nGET https://a.test/\nX: {{v0}}\n`;
  assert.deepEqual(problemsIn(text), ['variable-too-large: {{v0}}']);
});

test('a chain is stopped at its hundredth link, a cycle whatever its shape', () => {
  const chain = Array.from({ length: 200 }, (_, at) => `@v${at} = {{v${at + 1}}}`).join('\n');
  assert.deepEqual(problemsIn(`${chain}\nGET https://a.test/{{v0}}\n`), ['variable-cycle: {{v0}}']);
  const knot = Array.from(
    { length: 60 },
    (_, at) => `@k${at} = {{k${(at + 1) % 60}}}{{k${(at + 7) % 60}}}`,
  );
  assert.deepEqual(problemsIn(`${knot.join('\n')}\nGET https://a.test/{{k0}}\n`), [
    'variable-cycle: {{k0}}',
  ]);
});

test('overrides are looked in first, and the message says so', () => {
  assert.equal(ready('@h = f.test\nGET http://{{h}}/\n', { h: 'o.test' }).host, 'o.test');
  const { problems } = resolveText('GET http://{{h}}/\n', { other: '1' });
  assert.match(problems[0]?.message ?? '', /in `--var` or the variables of this file/);
});

test('references and where they stand', () => {
  const text = 'a {{ b }} {{{c}}} {{d\n}} {{}} {{ {{e}}';
  const found = referencesIn(text).map(({ name, start, end }) => [name, text.slice(start, end)]);
  assert.deepEqual(found, [
    ['b', '{{ b }}'],
    ['c', '{{c}}'],
    ['e', '{{e}}'],
  ]);
});
