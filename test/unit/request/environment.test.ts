import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf } from '../../support/bytesOf.ts';
import { explainVariable } from '../../../src/request/explain.ts';
import { environmentIn, type Files } from './environments.ts';
import { ready, resolveText, scopeOf } from './resolving.ts';

const project: Files = {
  '/project/http-client.env.json': JSON.stringify({
    $shared: { host: 'shared.test', only: 'shared', base: 'https://{{host}}' },
    dev: {
      host: 'dev.test',
      user: { name: 'Ada', tags: ['a', 'b'] },
      ids: [7, 8],
      n: 5,
      yes: true,
    },
    prod: { host: 'prod.test' },
  }),
  '/project/http-client.private.env.json': JSON.stringify({ dev: { key: 'private-key-1' } }),
};

/** What a text becomes in an environment. */
function check(files: Files, chosen: readonly string[], text: string, expected: string): void {
  test(`${chosen.join()}: ${text} is ${expected}`, async () => {
    const environment = await environmentIn(files, chosen);
    const request = ready(`POST https://a.test/\n\n${text}\n`, {}, { environment });
    assert.equal(new TextDecoder().decode(bytesOf(request.body)), expected);
    assert.deepEqual(environment.problems, []);
  });
}

check(project, [], '{{host}} {{only}}', 'shared.test shared');
check(project, ['dev'], '{{host}} {{only}} {{base}}', 'dev.test shared https://dev.test');
check(project, ['dev'], '{{$shared host}}', 'shared.test');
check(
  project,
  ['dev'],
  '{{user.name}} {{user.tags[1]}} {{ids[0]}} {{n}} {{yes}}',
  'Ada b 7 5 true',
);
check(project, ['dev'], '{{ids}} {{user}}', '[7,8] {"name":"Ada","tags":["a","b"]}');
check(project, ['dev'], '{{key}}', 'private-key-1');
check(project, ['dev', 'prod'], '{{host}} {{n}}', 'prod.test 5');
check(project, ['prod', 'dev'], '{{host}}', 'dev.test');

const both: Files = {
  '/project/api/http-client.env.json': '{"dev": {"a": "near", "b": "near"}}',
  '/project/http-client.env.json': '{"dev": {"a": "far", "c": "far"}}',
  '/project/api/http-client.private.env.json': '{"dev": {"b": "private"}}',
  '/project/api/http-client.env.json.user': '{"dev": {"b": "user"}}',
};
check(both, ['dev'], '{{a}} {{b}}', 'near user');

const httpyac: Files = {
  '/project/http-client.env.json': '{"$default": {"a": "1"}, "dev": {"a": "2"}}',
};
check(httpyac, [], '{{a}}', '1');
check(httpyac, ['dev'], '{{a}}', '2');

const commented: Files = { '/project/http-client.env.json': '{// c\n"dev": {"a": "1",},}' };
check(commented, ['dev'], '{{a}}', '1');

const dotenv: Files = {
  '/project/api/.env': 'A=one # note\nexport B="two words"\nC=\'x\ny\'\n# comment\n\nNAME=A\n',
  '/project/api/.env.dev': 'A=dev\n',
  '/project/.env': 'A=far\nD=far\n',
  '/project/http-client.env.json': '{"dev": {"which": "B", "host": "h"}}',
};
check(dotenv, [], '{{$dotenv A}} {{$dotenv B}} {{$dotenv C}}', 'one two words x\ny');
check(
  dotenv,
  ['dev'],
  '{{$dotenv A}} {{$dotenv B}} {{$dotenv %which}} {{A}}',
  'dev two words two words dev',
);

test('a .env that is a folder is none', async () => {
  const environment = await environmentIn({
    '/project/api/deep/.env': null,
    '/project/.env': 'A=1',
  });
  assert.deepEqual(environment.problems, []);
  assert.equal(environment.dotenv[0]?.get('A')?.text, '1');
});

test('the order is that of REST Client: --var, file, environment, .env', async () => {
  const files = { ...project, '/project/.env': 'host=dotenv\nlast=dotenv' };
  const environment = await environmentIn(files, ['dev']);
  const hostOf = (text: string, overrides = {}): string =>
    ready(`${text}GET http://{{host}}/\n`, overrides, { environment }).host;
  assert.equal(hostOf('@host = file.test\n', { host: 'var.test' }), 'var.test');
  assert.equal(hostOf('@host = file.test\n'), 'file.test');
  assert.equal(hostOf(''), 'dev.test');
  assert.equal(ready('GET http://{{last}}/\n', {}, { environment }).host, 'dotenv');
});

test('environments of settings come after those of files', async () => {
  const values = new Map([
    [
      'dev',
      new Map([
        ['host', { value: 'settings', line: 0 }],
        ['extra', { value: 'x', line: 0 }],
      ]),
    ],
    ['mine', new Map()],
  ]);
  const environment = await environmentIn(project, ['dev'], [{ label: 'settings', values }]);
  assert.deepEqual(environment.names, ['dev', 'prod', 'mine']);
  assert.equal(
    ready('GET http://{{host}}/{{extra}}\n', {}, { environment }).url,
    'http://dev.test/x',
  );
});

test('what cannot be read is a problem that names file, line and column; the rest still counts', async () => {
  const files: Files = {
    '/project/http-client.env.json':
      '{\n  "dev": {\n    "a": "1"\n    "b": "2"\n  },\n  "bad": 5\n}',
    '/project/.env': 'A=1\nno sense\nB=2\n',
    '/project/http-client.private.env.json': new Uint8Array([0xff, 0xfe, 0x00]),
    '/project/http-client.env.json.user': '[1]',
  };
  const { problems, names } = await environmentIn(files);
  assert.deepEqual(problems.map(({ file, line, column }) => `${file}:${line}:${column}`).sort(), [
    '/project/.env:1:0',
    '/project/http-client.env.json.user:0:0',
    '/project/http-client.env.json:3:4',
    '/project/http-client.env.json:5:9',
    '/project/http-client.private.env.json:0:0',
  ]);
  assert.ok(
    problems.some(({ message }) => message === 'This is no valid JSON: a comma is missing here'),
  );
  assert.deepEqual(names, ['dev']);
});

test('nesting without end is a problem, not a crash', async () => {
  const deep = '['.repeat(200_000);
  const { problems } = await environmentIn({ '/project/http-client.env.json': `{"dev": ${deep}` });
  assert.ok(problems.length > 0);
});

test('an environment that nobody defines is told', async () => {
  assert.deepEqual((await environmentIn(project, ['dev', 'nope'])).unknown, ['nope']);
  assert.deepEqual((await environmentIn({ '/project/.env.stage': 'A=1' }, ['stage'])).unknown, []);
});

test('a name without a value says where it was looked for', async () => {
  const message = async (chosen: readonly string[]): Promise<string> => {
    const environment = await environmentIn({ ...project, '/project/.env': 'A=1' }, chosen);
    return resolveText('GET http://{{nobody}}/\n', {}, { environment }).problems[0]?.message ?? '';
  };
  assert.equal(
    await message(['prod']),
    'The variable `nobody` has no value in the variables of this file, environment `prod` of http-client.env.json, environment `$shared` of http-client.env.json or .env: add `@nobody = value`',
  );
  assert.match(await message([]), /, or choose an environment: dev, prod$/);
});

test('a secret that Visual Studio keeps elsewhere is not sent as its description', async () => {
  const value = { provider: 'AzureKeyVault', secretName: 'x' };
  const files = { '/project/http-client.env.json': JSON.stringify({ dev: { key: value } }) };
  const environment = await environmentIn(files, ['dev']);
  const { problems } = resolveText('GET http://a.test/{{key}}\n', {}, { environment });
  assert.match(problems[0]?.message ?? '', /`key` is kept in AzureKeyVault/);
});

test('the process is asked by name, or by the name in a variable', () => {
  const around = { processVariable: (name: string) => (name === 'REAL' ? 'value' : undefined) };
  const text =
    '@which = REAL\nGET http://a.test/{{$processEnv REAL}}/{{$env.REAL}}/{{$processEnv %which}}\n';
  assert.equal(ready(text, {}, around).path, '/value/value/value');
});

test('without trust nothing around is read, and the problem says so', () => {
  const around = { untrusted: true, processVariable: () => assert.fail('read') };
  for (const reference of ['$processEnv HOME', '$env.HOME', '$dotenv A']) {
    const { problems } = resolveText(`GET http://a.test/{{${reference}}}\n`, {}, around);
    assert.match(problems[0]?.message ?? '', /not trusted/);
  }
  const { problems } = resolveText('POST http://a.test/\n\n< ./a.json\n', {}, around);
  assert.match(problems[0]?.message ?? '', /not trusted/);
});

test('a value is explained: where it comes from, its place, and whether it is a secret', async () => {
  const environment = await environmentIn({ ...project, '/project/.env': '#\nA=from-dotenv' }, [
    'dev',
  ]);
  const text = '@x = {{key}}!\n@token = abcdef\nGET http://a.test/\n';
  const { scope } = scopeOf(text, { over: 'o' }, { environment });
  const explain = (name: string): unknown => {
    const { value, origin, place, secret } = explainVariable(name, scope);
    return [value, origin, place, secret];
  };
  const publicFile = '/project/http-client.env.json';
  assert.deepEqual(explain('over'), ['o', 'command-line', null, false]);
  assert.deepEqual(explain('x'), ['private-key-1!', 'file', { file: null, line: 0 }, true]);
  assert.deepEqual(explain('token'), ['abcdef', 'file', { file: null, line: 1 }, true]);
  assert.deepEqual(explain('host'), [
    'dev.test',
    'environment',
    { file: publicFile, line: 0 },
    false,
  ]);
  assert.deepEqual(explain('A'), [
    'from-dotenv',
    'dotenv',
    { file: '/project/.env', line: 1 },
    true,
  ]);
  assert.deepEqual(explain('$timestamp'), ['1700000000', 'system', null, false]);
  assert.deepEqual(explain('nobody'), [null, null, null, false]);
});
