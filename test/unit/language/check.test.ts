/** Checking again after an edit looks at what the edit touched, and finds what a first look would. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce } from '../../../src/request/steps.ts';
import { check, newMemory, type CheckMemory } from '../../../src/language/check.ts';
import { parse } from '../../../src/parser/parse.ts';
import { reparse } from '../../../src/parser/reparse.ts';
import type { HttpFile, PlacedRequest } from '../../../src/parser/httpFile.ts';
import type { RequestProblem } from '../../../src/request/problems.ts';
import { resolve, type Resolution } from '../../../src/request/resolve.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { checkedFile } from '../../support/checkedFile.ts';

const around = {};

function checked(
  file: HttpFile,
  memory: CheckMemory,
  where: object = around,
): { readonly problems: readonly RequestProblem[]; readonly resolved: number } {
  const scope = fileScope(file);
  let resolved = 0;
  const steps = check(
    {
      file,
      around: where,
      resolve(placed) {
        resolved++;
        return resolve(placed, scope, 'a.http');
      },
    },
    memory,
  );
  return { problems: atOnce(steps), resolved };
}

const requests = Array.from(
  { length: 500 },
  (_, index) => `### ${index}\nGET https://{{host}}/${index}\n`,
);
const text = `@host = x\n${requests.join('\n')}`;

function edited(from: string, to: string): { readonly file: HttpFile; readonly text: string } {
  const offset = text.indexOf(from);
  const after = text.slice(0, offset) + to + text.slice(offset + from.length);
  const edit = { offset, removed: from.length, inserted: to.length };
  return { file: reparse(parse(text), after, edit), text: after };
}

/** At most how many requests are resolved again after an edit: its neighbours are read again too. */
function checkEdit(name: string, from: string, to: string, expected: number): void {
  test(name, () => {
    const memory = newMemory();
    const offset = text.indexOf(from);
    const before = parse(text);
    assert.equal(checked(before, memory).resolved, 500);
    const { text: after } = edited(from, to);
    const edit = { offset, removed: from.length, inserted: to.length };
    const file = reparse(before, after, edit);
    const again = checked(file, memory);
    assert.ok(again.resolved >= 1 && again.resolved <= expected, `${again.resolved} resolved`);
    assert.deepEqual(again.problems, checked(parse(after), newMemory()).problems);
  });
}

checkEdit('an edit in a request', '{{host}}/250', '{{hots}}/250', 3);
checkEdit('an edit that moves all that follows', '### 10\n', '### 10\n# a comment\n', 3);
checkEdit('a variable renamed', '@host', '@hosts', 500);
checkEdit('a name that others may refer to', '### 20\n', '### 20\n# @name twenty\n', 500);

test('what is around counts', () => {
  const memory = newMemory();
  const file = parse(text);
  assert.equal(checked(file, memory).resolved, 500);
  assert.equal(checked(file, memory).resolved, 0);
  assert.equal(checked(file, memory, {}).resolved, 500);
});

test('what was found is given again as long as the file and what is around it are the same', () => {
  const memory = newMemory();
  const file = parse('GET https://{{nobody}}/\n');
  const { problems } = checked(file, memory);
  assert.equal(problems.length, 1);
  assert.equal(checked(file, memory).problems, problems);
  assert.notEqual(checked(file, memory, {}).problems, problems);
  assert.notEqual(checked(parse('GET https://a.test/\n'), memory).problems, problems);
});

test('problems that stop nothing are told as well, and none twice', () => {
  const file = parse('@a\nGET https://x/\nKeep-Alive: 5\n\n?? status == 200\n');
  const codes = checked(file, newMemory()).problems.map(({ code }) => code);
  assert.ok(codes.includes('computed-header'), String(codes));
  assert.equal(codes.filter((code) => code === 'variable-without-value').length, 1);
});

/** What is said of circles, by line and severity. */
function circles(lines: readonly string[]): readonly string[] {
  return checkedFile(lines.join('\n'))
    .problems.filter(({ message }) => /(?:refers to|needs) itself/.test(message))
    .map(({ line, severity, message }) => `${line} ${severity}: ${message}`);
}

test('variables that refer to each other are told on their lines, used or not', () => {
  assert.deepEqual(circles(['@a = {{b}}', '@b = x{{%c}}', '@c = {{a}}', '@d = {{a}}', '@e = 1']), [
    '0 warning: The variable `a` refers to itself: a → b → c → a',
    '1 warning: The variable `b` refers to itself: b → c → a → b',
    '2 warning: The variable `c` refers to itself: c → a → b → c',
  ]);
  assert.deepEqual(circles(['@a = {{a}}', '', 'GET http://x.test/{{a}}']), [
    '2 error: The variable `a` refers to itself: a → a',
    '0 warning: The variable `a` refers to itself: a → a',
  ]);
  assert.deepEqual(circles(['@a = {{b}}', '@b = {{a}}', '@b = 1']), []);
  assert.deepEqual(circles(['@a = {{b.response.body.a}}', '@b = {{c}}', '@c = 1']), []);
});

test('requests that need each other are told on their lines, over variables as well', () => {
  const [a, b, c] = ['# @name a', '# @name b', '# @name c'];
  const other = ['###', 'GET http://x.test/{{a.n}}'];
  assert.deepEqual(
    circles([
      ...['@n = {{b.response.body.$.n}}', a, 'GET http://x.test/{{n}}', '###'],
      ...[b, '# @ref c', 'GET http://x.test/', '###'],
      ...[c, 'POST http://x.test/', '', '{{a.status}}', ...other],
    ]),
    [
      '2 error: `a` needs itself to be sent first: a → b → c → a',
      '6 error: `b` needs itself to be sent first: b → c → a → b',
      '9 error: `c` needs itself to be sent first: c → a → b → c',
    ],
  );
  assert.deepEqual(circles([a, 'GET http://x.test/{{b.n}}', '###', b, 'GET http://x.test/']), []);
  // The last one of a name counts, and needs nothing.
  const first = [a, 'GET http://x.test/{{a.n}}', '###'];
  assert.deepEqual(circles([...first, a, 'GET http://x.test/']), []);
  // A title gives way to a name.
  assert.deepEqual(circles([a, 'GET http://x.test/', '### a', 'GET http://x.test/{{a.n}}']), []);
});

/** How many pieces the check of a file is done in, and what it found. */
function pieces(lines: readonly string[]): readonly [number, readonly RequestProblem[]] {
  const file = parse(lines.join('\n'));
  const scope = fileScope(file);
  const resolution = (placed: PlacedRequest): Resolution => resolve(placed, scope, 'a.http');
  const steps = check({ file, around, resolve: resolution }, newMemory());
  for (let count = 1; ; count++) {
    const { done, value } = steps.next();
    if (done === true) return [count, value];
  }
}

test('circles are looked for a piece at a time, however long the ways are', () => {
  const count = 20_000;
  const all = Array.from({ length: count }, (_, index) => index);
  const [variables] = pieces(all.map((index) => `@v${index} = {{v${index + 1}}}`));
  assert.ok(variables >= count / 500, `${variables} pieces`);
  const request = (index: number, next: number): string =>
    `### r${index}\n# @ref r${next}\nGET http://x.test/\n`;
  const [without] = pieces(all.map((index) => `### r${index}\n# a comment\nGET http://x.test/\n`));
  const [chain, none] = pieces(all.map((index) => request(index, index + 1)));
  assert.ok(chain - without >= count / 500, `${chain} pieces, and ${without} without`);
  const [circle, some] = pieces(all.map((index) => request(index, (index + 1) % count)));
  assert.ok(circle - chain >= count / 500, `${circle} pieces, and ${chain} of a chain`);
  const told = (found: readonly RequestProblem[]): readonly RequestProblem[] =>
    found.filter(({ message }) => message.includes('needs itself'));
  assert.deepEqual([told(none).length, told(some).length > 0], [0, true]);
});

test('a circle is told of again where an edit elsewhere has moved it', () => {
  const memory = newMemory();
  const before = '###\nGET http://x.test/\n###\n# @name a\nGET http://x.test/{{a.n}}\n';
  const file = parse(before);
  checked(file, memory);
  const after = `###\n\n${before.slice(4)}`;
  const moved = reparse(file, after, { offset: 4, removed: 0, inserted: 1 });
  assert.deepEqual(
    checked(moved, memory).problems.map(({ line, start, end }) => [line, after.slice(start, end)]),
    [[5, 'http://x.test/{{a.n}}']],
  );
});

const chain = [
  '# @name a',
  'GET http://x.test/',
  '###',
  '# @name b',
  '# @ref a',
  'GET http://x.test/',
];

/** What is told after the edit, and whether circles were looked for again. */
function afterEdit(from: string, to: string): readonly [told: number, isLookedFor: boolean] {
  const memory = newMemory();
  const lines = `${chain.join('\n')}\n`;
  const before = parse(lines);
  checked(before, memory);
  const { straight } = memory;
  assert.equal(straight.length, 1);
  const after = lines.replace(from, to);
  const edit = { offset: lines.indexOf(from), removed: from.length, inserted: to.length };
  const { problems } = checked(reparse(before, after, edit), memory);
  return [problems.length, memory.straight !== straight];
}

test('circles are looked for again only where a request needs another than before', () => {
  assert.deepEqual(afterEdit('GET', 'PUT'), [0, false]);
  assert.deepEqual(afterEdit('# @ref a\nGET', '# @ref a\nPUT'), [0, false]);
  assert.deepEqual(afterEdit('# @ref a\n', '# @ref b\n'), [1, false]);
  assert.deepEqual(afterEdit('# @name a\n', '# @name a\n# @ref b\n'), [2, false]);
  assert.deepEqual(afterEdit('# @ref a\n', ''), [0, true]);
});
