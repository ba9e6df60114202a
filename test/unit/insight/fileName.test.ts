import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispositionName, responseFileName, safeName } from '../../../src/insight/fileName.ts';
import { exchange, hop } from './exchanges.ts';

test('the name is the one the server says', () => {
  check('attachment; filename="report 1.pdf"', 'report 1.pdf');
  check('attachment; filename=report.pdf', 'report.pdf');
  check('inline; FileName = "a\\"b.txt"', 'a_b.txt');
  check(`attachment; filename="x.txt"; filename*=UTF-8''na%C3%AFve%20one.txt`, 'naïve one.txt');
  check(`attachment; filename*=iso-8859-1'en'%A3%20rates`, '£ rates');
  check(`attachment; filename="good.txt"; filename*=UTF-8''%FF`, 'good.txt');
  check(`attachment; filename="good.txt"; filename*=klingon''x`, 'good.txt');
  check('attachment', null);
  check('attachment; filename=""', null);
});

test('a name can not leave its folder, hide, or be one that a system reserves', () => {
  check('attachment; filename="../../x"', 'x');
  check('attachment; filename="..\\\\..\\\\windows\\\\x.exe"', 'x.exe');
  check('attachment; filename="/etc/passwd"', 'passwd');
  check(`attachment; filename*=UTF-8''..%2F..%2Fx`, 'x');
  check('attachment; filename=".."', null);
  check('attachment; filename="CON"', '_CON');
  check('attachment; filename="lpt1.txt"', '_lpt1.txt');
  assert.equal(safeName('a\u0000b\u001b[31m\r\n.txt'), 'ab[31m.txt');
  assert.equal(safeName('gpj.\u202eexe'), 'gpj.exe');
  assert.equal(safeName('a:b<c>|d?.txt.. '), 'a_b_c__d_.txt');
  assert.equal(safeName('.htaccess'), 'htaccess');
  assert.equal(safeName('   '), null);
  const long = safeName(`${'é'.repeat(500)}.json`) ?? '';
  assert.ok(Buffer.byteLength(long) <= 255 && long.endsWith('.json'), long);
});

test('without one it is the end of the path, or a word, with an ending by the type', () => {
  assert.equal(nameFor('https://api.test/files/a%20b.png', 'image/png'), 'a b.png');
  assert.equal(nameFor('https://api.test/items?x=/y', 'application/json'), 'items.json');
  assert.equal(nameFor('https://api.test/', 'application/problem+json'), 'response.json');
  assert.equal(nameFor('https://api.test/%2e%2e%2f', 'text/x'), 'response');
  assert.equal(nameFor('https://api.test/%ff', 'text/html'), '%ff.html');
});

function check(disposition: string, expected: string | null): void {
  assert.equal(dispositionName(disposition), expected, disposition);
}

function nameFor(url: string, type: string): string {
  const headers = [['Content-Type', type] as const];
  const response = { status: 200, statusText: 'OK', httpVersion: '1.1', headers };
  return responseFileName(exchange([hop({ url, response })]));
}
