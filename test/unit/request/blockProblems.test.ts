import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../../src/parser/parse.ts';
import { blockProblems } from '../../../src/request/blockProblems.ts';

function check(name: string, text: string, ...expected: readonly string[]): void {
  test(`beside requests: ${name}`, () => {
    const found = parse(text).blocks.flatMap(blockProblems);
    const seen = found.map(
      ({ severity, start, end, line }) => `${severity} ${String(line)}: ${text.slice(start, end)}`,
    );
    assert.deepEqual(seen, expected);
  });
}

check('nothing', '# @name a\nGET https://a.test/\n> {% a() %}\n?? status == 200\n');
check(
  'import and run',
  '###\nimport ./a.http\nrun #b (@c=d)\nGET https://a.test/\n',
  'error 1: import ./a.http',
  'error 2: run #b (@c=d)',
);
check('scripts', 'GET https://a.test/\n###\n{{+\na()\n}}\n', 'error 2: {{+\na()\n}}');
check('assertions', '?? status == 200\n', 'warning 0: ?? status == 200');
check('shared headers', 'GET https://a.test/\n### Shared\nPOST NOP\nA: b\n', 'warning 3: A');
