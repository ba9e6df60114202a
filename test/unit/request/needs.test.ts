/** What a request needs from outside: prompts, files, other requests. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf } from '../../support/bytesOf.ts';
import type { Answer, Need } from '../../../src/request/needs.ts';
import { prepare, type Prepared } from '../../../src/request/prepare.ts';
import { inputNeed } from '../../../src/request/promptNeeds.ts';
import { maskSecrets } from '../../../src/request/secrets.ts';
import { previewOf } from '../../../src/request/resolve.ts';
import { resolveText, scopeOf } from './resolving.ts';

/** Resolves a text; `answers` are told by what is asked for, and what was asked is noted. */
async function prepared(
  text: string,
  answers: Readonly<Record<string, string | Uint8Array | null>>,
): Promise<{ readonly result: Prepared; readonly asked: readonly string[] }> {
  const { placed, scope } = scopeOf(text);
  const asked: string[] = [];
  const find = (need: Need): Promise<Answer | null> => {
    asked.push(need.key);
    const value = answers[need.key];
    if (value === undefined) return Promise.resolve({ message: `nothing for ${need.key}` });
    if (value === null) return Promise.resolve(null);
    return Promise.resolve(typeof value === 'string' ? { text: value } : { bytes: value });
  };
  return { result: await prepare(placed, scope, 'a.http', new Map(), find), asked };
}

function body(result: Prepared): string {
  if (result.kind !== 'ready') assert.fail(JSON.stringify(result));
  return new TextDecoder().decode(bytesOf(result.request.body));
}

test('a prompt is asked for once, and only where it is used', async () => {
  const text =
    '# @prompt user Who are you?\n# @prompt unused\n# @prompt password\nPOST http://a.test/{{user}}\n\n{{user}} {{password}}\n';
  const { result, asked } = await prepared(text, {
    'prompt user': 'a{{b}}',
    'prompt password': 'hunter22',
  });
  assert.equal(body(result), 'a{{b}} hunter22');
  assert.deepEqual(asked, ['prompt user', 'prompt password']);
  assert.deepEqual(result.kind === 'ready' ? result.request.secrets : null, ['hunter22']);
});

test('a person is asked in the order of the lines', async () => {
  const prompts =
    '# @prompt user\n# @prompt password\nGET http://a.test/{{user}}\nX-A: {{password}}\n';
  const answers = { 'prompt user': 'ada', 'prompt password': 'hunter22' };
  const keys = Object.keys(answers);
  assert.deepEqual((await prepared(prompts, answers)).asked, keys);
  const swapped = prompts.replace('GET http://a.test/{{user}}', 'GET http://a.test/{{password}}');
  const other = swapped.replace('X-A: {{password}}', 'X-A: {{user}}');
  assert.deepEqual((await prepared(other, answers)).asked, keys);
  const inputs = 'GET http://a.test/{{$input user}}\nX-A: {{$password password}}\n';
  assert.deepEqual((await prepared(inputs, answers)).asked, keys);
});

test('a directive whose value is asked for is looked at when it is there', async () => {
  for (const [directive, value, what] of [
    ['timeout', '5', 'timeoutMs'],
    ['max-idle', '5', 'maxIdleMs'],
    ['connect-to', 'b.test:80', 'connectTo'],
    ['ip-version', '6', 'ipVersion'],
    ['local-address', '::1', 'localAddress'],
    ['retry', '5', 'retry'],
  ] as const) {
    const text = `# @prompt value\n# @${directive} {{value}}\nGET http://a.test/\n`;
    assert.equal(resolveText(text).kind, 'needs', directive);
    const { result } = await prepared(text, { 'prompt value': value });
    assert.ok(result.kind === 'ready' && result.request[what] !== null, directive);
    const wrong = await prepared(text, { 'prompt value': 'wrong' });
    assert.equal(wrong.result.kind, 'problems', directive);
  }
});

test('a prompt wins over the file, --var over the prompt', () => {
  const text = '@user = file\n# @prompt user\nGET http://a.test/{{user}}\n';
  assert.equal(resolveText(text).kind, 'needs');
  const given = resolveText(text, { user: 'var' });
  assert.equal(given.kind === 'ready' ? given.request.path : null, '/var');
});

test('who would not answer ends it, and nothing more is asked', async () => {
  const { result, asked } = await prepared('GET http://a.test/{{$input one}}/{{$input two}}\n', {
    'prompt one': null,
  });
  assert.equal(result.kind, 'given-up');
  assert.deepEqual(asked, ['prompt one']);
});

function checkInput(reference: string, expected: Partial<ReturnType<typeof inputNeed>>): void {
  test(`${reference} asks`, () => {
    const need = inputNeed(reference);
    assert.deepEqual({ ...need, ...expected }, need);
  });
}

checkInput('$input your age', { name: 'your age', initial: null, secret: false, choices: null });
checkInput('$input age $value: 18', { name: 'age', initial: '18', once: false });
checkInput('$input-askonce age $value: 18', { name: 'age', initial: '18', once: true });
checkInput('$input api_key', { secret: true });
checkInput('$password pin $value: 12', { name: 'pin', initial: '12', secret: true });
checkInput('$pick size $value: S, M ,L', { name: 'size', choices: ['S', 'M', 'L'], initial: null });

test('what is asked otherwise is no question', () => {
  for (const other of ['$inputs x', '$guid', 'input x']) assert.equal(inputNeed(other), null);
});

test('--var answers what httpYac asks', () => {
  const given = resolveText('GET http://a.test/{{$input age $value: 1}}\n', { age: '7' });
  assert.equal(given.kind === 'ready' ? given.request.path : null, '/7');
});

test('with needs a preview is there for a forecast, as long as the host is known', () => {
  const known = resolveText('GET http://a.test:81/{{$input x}}\nA: {{$input y}}\n');
  assert.ok(known.kind === 'needs');
  assert.equal(previewOf(known)?.host, 'a.test');
  for (const target of ['http://{{$input x}}/', 'http://{{name}}.test/', '{{name}}/x']) {
    const unknown = resolveText(`# @prompt name\nGET ${target}\n`);
    assert.ok(unknown.kind === 'needs');
    assert.equal(previewOf(unknown), null);
    assert.deepEqual(unknown.problems, []);
  }
});

test('nobody is asked while the file is wrong', () => {
  assert.equal(resolveText('GET http://a.test/{{$input x}}/{{nobody}}\n').kind, 'problems');
});

test('a file is sent untouched, with <@ its text with values', async () => {
  const raw = new Uint8Array([0, 255, 123, 123, 10]);
  const sent = await prepared('POST http://a.test/\n\n< ./a.bin\n', { 'file  ./a.bin': raw });
  assert.deepEqual(sent.result.kind === 'ready' ? sent.result.request.body : null, raw);
  const text = '@v = 1\n@dir = sub\nPOST http://a.test/\n\n<@latin1 ./{{dir}}/a b.txt\n';
  const expanded = await prepared(text, { 'file latin1 ./sub/a b.txt': 'x{{v}}{{v}}' });
  assert.equal(body(expanded.result), 'x11');
});

test('text and files in turn, and a file that refers to a prompt', async () => {
  const text = '@v = 1\nPOST http://a.test/\n\none {{v}}\n< ./a.txt\ntwo\n<@ ./b.txt\nend\n';
  const { result, asked } = await prepared(text, {
    'file  ./a.txt': new TextEncoder().encode('{{v}}\n'),
    'file utf-8 ./b.txt': '{{$input x}}',
    'prompt x': 'asked',
  });
  assert.equal(body(result), 'one 1\n{{v}}\n\ntwo\nasked\nend');
  assert.deepEqual(asked, ['file  ./a.txt', 'file utf-8 ./b.txt', 'prompt x']);
});

test('a file that is not there stops the request, and is named', async () => {
  const { result } = await prepared('POST http://a.test/\n\n< ./a.txt\n', {});
  assert.ok(result.kind === 'problems');
  const [problem] = result.problems;
  assert.deepEqual([problem?.code, problem?.line], ['body-unreadable', 2]);
  assert.equal(problem?.message, 'nothing for file  ./a.txt');
});

test('what lacks a value inside a file is told with its name', async () => {
  const { result } = await prepared('POST http://a.test/\n\n<@ ./a.txt\n', {
    'file utf-8 ./a.txt': '{{nobody}}',
  });
  assert.ok(result.kind === 'problems');
  assert.match(result.problems[0]?.message ?? '', /^In \.\/a\.txt: The variable `nobody`/);
});

test('parts of multipart end their lines with CR LF, files in them stay as they are', async () => {
  const head = 'POST http://a.test/\nContent-Type: multipart/form-data; boundary=b\n\n';
  const parts = '--b\nContent-Disposition: form-data; name="f"; filename="a"\n\n< ./a\n--b--\n';
  const { result } = await prepared(head + parts, { 'file  ./a': new Uint8Array([10, 13]) });
  assert.equal(
    body(result),
    '--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n\n\r\r\n--b--',
  );
  assert.deepEqual(result.kind === 'ready' ? result.problems : null, []);
});

function checkParts(
  contentType: string,
  written: string,
  problem: string | null,
  sent = contentType,
): void {
  test(`${contentType}: ${JSON.stringify(written)} gives ${problem ?? 'nothing'}`, () => {
    const resolution = resolveText(
      `POST http://a.test/\nContent-Type: ${contentType}\n\n${written}\n`,
    );
    assert.equal(resolution.problems[0]?.message ?? null, problem);
    if (resolution.kind === 'ready')
      assert.deepEqual(resolution.request.headers, [['Content-Type', sent]]);
  });
}

checkParts('multipart/mixed; boundary="a b"', '--a b\n\nx\n--a b--', null);
checkParts(
  'multipart/mixed; boundary=b',
  '--b\n\nx',
  'The last part is not closed: end the body with `--b--`',
);
checkParts(
  'multipart/mixed; boundary=c',
  '--b\n\nx\n--b--',
  'No part starts with `--c`, the boundary of the Content-Type',
);
checkParts('multipart/mixed', '--b\n\nx\n--b--', null, 'multipart/mixed; boundary=b');
checkParts(
  'multipart/mixed',
  'x',
  'A multipart body needs a boundary: add `; boundary=x` to its Content-Type',
);

const named = 'Content-Disposition: form-data; name="a"';
checkParts('multipart/form-data; boundary=b', `--b\n${named}\n\nx\n--b--`, null);
checkParts('multipart/form-data; boundary=b', `--b\n${named}\n\n--b--`, null);
checkParts(
  'multipart/form-data; boundary=b',
  '--b\nA: 1\n\nx\n--b--',
  'This part of a form has no name: add `Content-Disposition: form-data; name="x"`',
);
checkParts(
  'multipart/form-data; boundary=b',
  `--b\n${named}\n\nx\n--b\n${named}\nx y\n--b--`,
  'This part has no blank line between its headers and its content: add one',
);
checkParts('multipart/mixed; boundary=b', '--b\nA: 1\n\nx\n--b--', null);

test('forms are encoded as the settings say', () => {
  const head =
    'POST http://a.test/\nContent-Type: application/x-www-form-urlencoded\n\na=x%20 y/&b=1+2\n';
  const sent = (text: string, formEncoding: 'automatic' | 'never' | 'always'): string => {
    const resolution = resolveText(text, {}, { formEncoding });
    return body(resolution.kind === 'needs' ? assert.fail() : resolution);
  };
  assert.equal(sent(head, 'automatic'), 'a=x%20%20y/&b=1+2');
  assert.equal(sent(head, 'never'), 'a=x%20 y/&b=1+2');
  assert.equal(sent(head, 'always'), 'a=x%2520%20y%2F&b=1%2B2');
  assert.equal(sent(`# @no-auto-encoding\n${head}`, 'always'), 'a=x%20 y/&b=1+2');
});

test('secrets are taken out of messages and texts, plain and encoded; common words are left', () => {
  const { problems } = resolveText('@password = top/secret\nGET http://a.test:{{password}}x/\n');
  assert.equal(problems[0]?.message.includes('top'), false);
  assert.equal(maskSecrets('a=s%2Fcret&b=s/cret s', ['s/cret']), 'a=***&b=*** s');
  const text = '@password = true\n@token = 12345\nGET http://a.test/{{password}}{{token}}\n';
  const resolution = resolveText(text);
  assert.deepEqual(resolution.kind === 'ready' ? resolution.request.secrets : null, []);
});

test('a reference to no request, by @ref too, is a problem', () => {
  for (const text of [
    '# @ref login\nGET http://a.test/\n',
    'GET http://a.test/{{login.response.status}}\n',
  ]) {
    assert.match(resolveText(text).problems[0]?.message ?? '', /named `login`/);
  }
});
