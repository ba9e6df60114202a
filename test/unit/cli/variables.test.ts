/** Environments, prompts and references: the real CLI, real files, a real server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { echoFor } from '../../support/echoServer.ts';
import { jsonLines, runCli, type CliResult } from './runCli.ts';

const environments = (origin: string): string =>
  JSON.stringify(
    { $shared: { base: origin }, dev: { who: 'dev' }, prod: { who: 'prod' } },
    null,
    2,
  );

test('--env chooses; the nearest files count, and what is private wins', async (t) => {
  const server = await echoFor(t);
  const files = {
    'http-client.env.json': environments(server.origin),
    'api/http-client.private.env.json': '{"dev": {"who": "me"}}',
    'api/.env': 'ID=from-dotenv\n',
    'api/a.http': 'GET {{base}}/{{who}}/{{$dotenv ID}}/{{$processEnv KEEPALIVE_TEST}}\n',
  };
  const run = (...args: string[]): Promise<CliResult> =>
    runCli(t, ['send', 'api/a.http', ...args], files, undefined, { KEEPALIVE_TEST: 'process' });
  assert.equal((await run('--env', 'dev')).exitCode, 0);
  assert.equal((await run('--env', 'dev', '--env', 'prod')).exitCode, 0);
  assert.deepEqual(server.lines(), [
    'GET /me/from-dotenv/process',
    'GET /prod/from-dotenv/process',
  ]);
  const none = await run();
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /`who` has no value in .*choose an environment: dev, prod/);
  const unknown = await run('--env', 'stage');
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /There is no environment `stage`. There are: dev, prod/);
});

test('with an environment that there is not, nothing is sent, and nobody asked', async (t) => {
  const server = await echoFor(t);
  const files = {
    'http-client.env.json': JSON.stringify({ dev: {}, prod: {} }),
    'a.http': `DELETE ${server.origin}/all\n\n###\n# @prompt why\nGET ${server.origin}/{{why}}\n`,
  };
  const { exitCode, stderr, stdout } = await runCli(t, ['send', 'a.http', '--env', 'prdo'], files);
  assert.equal(exitCode, 2);
  assert.deepEqual(server.lines(), []);
  assert.match(stderr, /There is no environment `prdo`. There are: dev, prod/);
  assert.doesNotMatch(stderr, /Nobody/);
  assert.match(stdout, /^0 sent · 2 not sent/);
});

test('a malformed environment file is a problem with its file and line', async (t) => {
  const files = {
    'http-client.env.json': '{\n  "dev": {\n',
    'a.http': 'GET http://127.0.0.1:1/\n',
  };
  const { exitCode, stdout } = await runCli(t, ['check', 'a.http', '--json'], files);
  assert.equal(exitCode, 2);
  const [problem] = jsonLines(stdout);
  assert.deepEqual(
    [problem?.['file'], problem?.['line'], problem?.['code']],
    ['http-client.env.json', 3, 'environment-file'],
  );
});

test('what is referred to is sent first, and no more than once', async (t) => {
  const server = await echoFor(t);
  const text = `@base = ${server.origin}\n### Me\nGET {{base}}/me/{{login.response.body.$.number}}\nAuthorization: Bearer {{login.token}}\n\n### Log in\n# @name login\nPOST {{base}}/login\n\n###\n# @ref login\nGET {{base}}/last\n`;
  const { exitCode, stdout, stderr } = await runCli(t, ['send', 'a.http', '--json'], {
    'a.http': text,
  });
  assert.equal(stderr, '');
  assert.equal(exitCode, 0);
  assert.deepEqual(server.lines(), ['POST /login', 'GET /me/1', 'GET /last']);
  assert.equal(server.arrivals[1]?.headers.authorization, 'Bearer token-of-login');
  const summary = jsonLines(stdout).at(-1);
  assert.deepEqual([summary?.['requests'], summary?.['notSent']], [3, 0]);
  const one = await runCli(t, ['send', 'a.http', '--name', 'Me', '--json'], { 'a.http': text });
  assert.equal(jsonLines(one.stdout).at(-1)?.['requests'], 2);
  assert.deepEqual(server.lines().slice(3), ['POST /login', 'GET /me/4']);
});

test('of two requests with one name the last one counts, in whatever way they are sent', async (t) => {
  const server = await echoFor(t);
  const login = (path: string): string => `# @name login\nPOST ${server.origin}/${path}\n\n###\n`;
  const use = `# @name use\nGET ${server.origin}/{{login.number}}\n\n###\n`;
  for (const text of [login('1st') + login('2nd') + use, login('1st') + use + login('2nd')]) {
    const before = server.lines().length;
    const whole = await runCli(t, ['send', 'a.http'], { 'a.http': text });
    assert.match(whole.stderr, /^a\.http:\d+:1: warning: `login` names two requests: /);
    assert.equal(whole.exitCode, 0);
    const one = await runCli(t, ['send', 'a.http', '--name', 'use'], { 'a.http': text });
    assert.equal(one.exitCode, 0);
    // Each answer has the number of its request.
    assert.deepEqual(server.lines().slice(before), [
      'POST /1st',
      'POST /2nd',
      `GET /${before + 2}`,
      'POST /2nd',
      `GET /${before + 4}`,
    ]);
  }
});

test('variables in a circle are told of by check, also where nothing uses them', async (t) => {
  const files = { 'a.http': '@a = {{b}}\n@b = {{a}}\nGET http://x.test/\n' };
  const told = await runCli(t, ['check', 'a.http'], files);
  assert.match(
    told.stdout,
    /^a\.http:1:6: warning: The variable `a` refers to itself: a → b → a$/m,
  );
  assert.match(
    told.stdout,
    /^a\.http:2:6: warning: The variable `b` refers to itself: b → a → b$/m,
  );
  assert.equal(told.exitCode, 0);
  const given = await runCli(t, ['check', 'a.http', '--var', 'b=1'], files);
  assert.match(given.stdout, /^0 problems/);
});

test('a cycle and a missing value are problems; the others are sent', async (t) => {
  const server = await echoFor(t);
  const text = `@base = ${server.origin}\n# @name a\nGET {{base}}/{{b.x}}\n\n###\n# @name b\nGET {{base}}/{{a.x}}\n\n###\n# @name c\nGET {{base}}/c\n\n###\nGET {{base}}/{{c.response.body.$.nope}}\n`;
  const { exitCode, stdout } = await runCli(t, ['send', 'a.http', '--json'], { 'a.http': text });
  assert.equal(exitCode, 2);
  assert.deepEqual(server.lines(), ['GET /c']);
  const lines = jsonLines(stdout);
  const messages = lines
    .filter(({ type }) => type === 'problem')
    .map(({ message }) => String(message));
  assert.match(messages[0] ?? '', /a → b → a/);
  assert.match(messages[1] ?? '', /b → a → b/);
  // They are known before anything is sent, and the third is not.
  const kinds = lines.map(({ type }) => type);
  assert.deepEqual(kinds, ['problem', 'problem', 'exchange', 'problem', 'summary']);
  assert.match(messages[2] ?? '', /has no `\$\.nope`/);
  assert.equal(lines.at(-1)?.['notSent'], 3);
});

test('when the request before fails, the exit code is that of a failure', async (t) => {
  const text = `# @name login\nGET http://127.0.0.1:1/\n\n###\nGET http://127.0.0.1:1/{{login.x}}\n`;
  const { exitCode, stderr } = await runCli(t, ['send', 'a.http', '--name', 'login'], {
    'a.http': text,
  });
  assert.deepEqual([exitCode, stderr], [1, '']);
  const both = await runCli(t, ['send', 'a.http', '--line', '5'], { 'a.http': text });
  assert.equal(both.exitCode, 1);
  assert.match(both.stderr, /a\.http:5:\d+: error: `login` was sent first, and failed/);
});

test('without a terminal a prompt says what to give; --var gives it', async (t) => {
  const server = await echoFor(t);
  const text = `# @prompt user Who?\nGET ${server.origin}/{{user}}/{{$input age $value: 18}}\n`;
  const files = { 'a.http': text };
  const { exitCode, stderr } = await runCli(t, ['send', 'a.http'], files);
  assert.equal(exitCode, 2);
  assert.match(stderr, /Nobody is there to be asked for `user`: give `--var 'user=…'`/);
  const given = await runCli(t, ['send', 'a.http', '--var', 'user=ada'], files);
  assert.equal(given.exitCode, 0);
  assert.deepEqual(server.lines(), ['GET /ada/18']);
  const checked = await runCli(t, ['check', 'a.http'], files);
  assert.deepEqual(checked, {
    exitCode: 0,
    stdout: '0 problems · 1 request ready to send\n',
    stderr: '',
  });
});

test('secrets reach neither the report nor the trace', async (t) => {
  const server = await echoFor(t);
  const files = {
    'http-client.env.json': '{"dev": {}}',
    'http-client.private.env.json': '{"dev": {"key": "private/key-1"}}',
    '.env': 'OTHER=dotenv-secret\n',
    'a.http': `# @name a\nPOST ${server.origin}/{{key}}?q={{key}}\nX-Anything: {{$dotenv OTHER}}\n\n###\nGET ${server.origin}:bad/{{key}}\n`,
  };
  const { stdout, stderr } = await runCli(
    t,
    ['send', 'a.http', '--env', 'dev', '--verbose'],
    files,
  );
  assert.equal(server.lines()[0], 'POST /private/key-1?q=private/key-1');
  assert.match(stdout, /\/\*\*\*\?q=\*\*\*/);
  assert.match(stderr, /X-Anything: \*\*\*/);
  assert.match(stderr, /not a valid URL/);
  for (const secret of ['private/key-1', 'private%2Fkey-1', 'dotenv-secret']) {
    assert.equal((stdout + stderr).includes(secret), false, secret);
  }
});

test('check tells the problems and sends nothing', async (t) => {
  const server = await echoFor(t);
  const files = {
    'a.http': `GET ${server.origin}/{{nobody}}\n\n###\nGET ${server.origin}/ok\n`,
    'empty.http': '',
  };
  const human = await runCli(t, ['check', 'a.http', 'empty.http'], files);
  assert.equal(human.exitCode, 2);
  assert.match(human.stdout, /^a\.http:1:\d+: error: The variable `nobody` has no value/);
  assert.match(
    human.stdout,
    /empty\.http is empty: there is nothing to check\n1 problem · 1 request ready to send\n$/,
  );
  const json = await runCli(t, ['check', 'a.http', '--json'], files);
  assert.deepEqual(
    jsonLines(json.stdout).map(({ type, code }) => [type, code]),
    [['problem', 'unresolved-variable']],
  );
  assert.equal((await runCli(t, ['check', 'a.http', '--var', 'nobody=1'], files)).exitCode, 0);
  assert.equal((await runCli(t, ['check', 'missing.http'], files)).exitCode, 2);
  assert.deepEqual(server.arrivals, []);
});
