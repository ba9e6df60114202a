/** The real CLI against real servers. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { certificates } from '../../support/certificates.ts';
import {
  startServer,
  type ScriptedServer,
  type ServerOptions,
} from '../../support/scriptedServer.ts';
import { jsonLines, runCli } from './runCli.ts';
import { freePort } from '../../support/freePort.ts';

test('the tour: new, reused, new with a reason, refused; aligned, and counted at the end', async (t) => {
  const { origin } = await start(t);
  const refused = await freePort();
  const { exitCode, stdout, stderr } = await runCli(t, ['send', 'a.http'], {
    'a.http': `### One\nGET ${origin}/ok\n\n### Second\nGET ${origin}/close\n\n### Third\nPOST ${origin}/ok\n\n###\nGET http://127.0.0.1:${refused}/\n`,
  });
  assert.equal(stderr, '');
  const host = origin.replace('http://', '');
  const lines = stdout
    .replace(/\d+ ms/g, 'N ms')
    .replaceAll('<N', 'N')
    .split('\n');
  assert.deepEqual(lines, [
    `One      GET  ${origin}/ok`,
    `         200 · N ms · ＋ #1 new: first to ${host} · handshake N ms`,
    `Second   GET  ${origin}/close`,
    `         200 · N ms · ↻ #1 reused, request 2, idle N ms`,
    `Third    POST ${origin}/ok`,
    `         200 · N ms · ＋ #2 new: server sent close on #1 · handshake N ms`,
    `line 11  GET  http://127.0.0.1:${refused}/`,
    `         failed after N ms · connection refused by 127.0.0.1:${refused}`,
    `         Connection to 127.0.0.1:${refused} was refused. Is the server running?`,
    '',
    '4 sent · 1 failed · 2 connections opened · reused 1 time · handshakes N ms of N ms',
    '',
  ]);
  assert.equal(exitCode, 1);
});

test('--json: problems, exchanges, summary, and nothing else', async (t) => {
  const server = await start(t);
  const { origin } = server;
  const { exitCode, stdout, stderr } = await runCli(
    t,
    ['send', '--json', 'a.http', 'missing.http'],
    {
      'a.http': `### Broken\nGET\n\n### Fine\n# @name fine\nGET ${origin}/ok\n\n### Again\nGET ${origin}/ok\n`,
    },
  );
  const [first, second, ...rest] = jsonLines(stdout);
  assert.deepEqual(
    [first?.['type'], first?.['file'], first?.['line'], first?.['code'], first?.['severity']],
    ['problem', 'a.http', 2, 'missing-url', 'error'],
  );
  assert.deepEqual([second?.['file'], second?.['code']], ['missing.http', 'unreadable-file']);
  assert.deepEqual(
    rest.map(({ type, name, title, line, status, httpVersion }) => [
      type,
      name,
      title,
      line,
      status,
      httpVersion,
    ]),
    [
      ['exchange', 'fine', 'Fine', 6, 200, '1.1'],
      ['exchange', null, 'Again', 9, 200, '1.1'],
      ['summary', undefined, undefined, undefined, undefined, undefined],
    ],
  );
  const { handshakeMs, totalMs, ...counts } = rest.at(-1) ?? {};
  assert.equal(typeof handshakeMs, 'number');
  assert.equal(typeof totalMs, 'number');
  assert.deepEqual(counts, {
    type: 'summary',
    requests: 3,
    failed: 0,
    notSent: 1,
    connectionsOpened: 1,
    connectionsReused: 1,
    dnsLookups: 0,
    tlsHandshakes: 0,
  });
  const [used, reused] = rest.map(
    ({ connection }) => connection as Record<string, unknown> | undefined,
  );
  assert.equal(used?.['localPort'], server.connections[0]?.remotePort);
  assert.deepEqual([reused?.['id'], reused?.['reused'], reused?.['requestsBefore']], [1, true, 1]);
  assert.deepEqual([stderr, exitCode], ['', 2]);
});

test('bad input: each a clear sentence, and nothing left open', async (t) => {
  const { origin } = await start(t);
  const expired = await start(t, { tls: (await certificates()).expired });
  const refused = await freePort();
  const { exitCode, stdout, stderr } = await runCli(t, ['send', 'a.http'], {
    'a.http': [
      `GET ${origin}/garbage`,
      `# @timeout 1s\nGET ${origin}/never`,
      `GET ${expired.origin}/ok`,
      `GET http://127.0.0.1:${refused}/`,
      `GET http://no-such-name.invalid/`,
      'GET',
      `GET ${origin}/ok`,
    ].join('\n\n###\n'),
  });
  assert.match(
    stdout,
    /did not answer in proper HTTP.*Is it an HTTP server, and is the scheme right\?/,
  );
  assert.match(stdout, /did not answer within 1 s\. Give it more time with # @timeout/);
  assert.match(stdout, /certificate of 127\.0\.0\.1:\d+ is (out of date|not trusted).*# @insecure/);
  assert.match(stdout, /was refused\. Is the server running\?/);
  assert.match(stdout, /The (name|lookup of) no-such-name\.invalid .*(\?|DNS server)$/m);
  assert.match(stderr, /^a\.http:\d+:\d+: error: \S/);
  assert.match(stdout, /^6 sent · 5 failed · 1 not sent · /m);
  assert.doesNotMatch(stdout + stderr, /undefined|\[object|^\s+at /m);
  assert.equal(exitCode, 2);
});

test('files that cannot be sent', async (t) => {
  await checkFile(t, '', 0, /^a\.http is empty: there is nothing to send\n$/);
  await checkFile(
    t,
    Uint8Array.of(0x50, 0x4b, 3, 4, 0xff, 0xfe, 0, 0),
    2,
    /a\.http:1:1: error: .*text/,
  );
  await checkFile(t, 'GET http://x\0/', 2, /a\.http:1:1: error: .*text/);
  await checkFile(t, '# nothing\n', 2, /a\.http:1:1: error: This file has no request/);
  const directory = await runCli(t, ['send', '.']);
  assert.match(directory.stderr, /directory/);
  assert.equal(directory.exitCode, 2);
});

test('--json and an empty file: the sentence is not on stdout', async (t) => {
  const { exitCode, stdout, stderr } = await runCli(t, ['send', '--json', 'a.http'], {
    'a.http': '',
  });
  assert.deepEqual(
    jsonLines(stdout).map(({ type, requests }) => [type, requests]),
    [['summary', 0]],
  );
  assert.match(stderr, /a\.http is empty/);
  assert.equal(exitCode, 0);
});

test('--bail stops at the first failure; --name sends only one', async (t) => {
  const server = await start(t);
  const files = {
    'a.http': `### A\nGET ${server.origin}/fin\n\n### B\nGET ${server.origin}/204\n\n### C\nGET ${server.origin}/304\n`,
  };
  const bailed = await runCli(t, ['send', 'a.http', '--bail'], files);
  assert.match(
    bailed.stdout,
    /^1 sent · 1 failed · 2 not sent · 1 connection opened · reused 0 times/m,
  );
  assert.equal(bailed.exitCode, 1);
  const named = await runCli(t, ['send', 'a.http', '--name', 'B'], files);
  assert.equal(named.exitCode, 0);
  assert.deepEqual(server.served().flat(), ['/fin', '/204']);
  const none = await runCli(t, ['send', 'a.http', '--name', 'D'], files);
  assert.match(
    none.stderr,
    /^keepalive: There is no request named D in a\.http\. There are: A, B, C$/m,
  );
  assert.equal(none.exitCode, 2);
});

test('--insecure takes any certificate and says so; --verbose tells the rest on stderr, masked', async (t) => {
  const { origin } = await start(t, { tls: (await certificates()).selfSigned });
  const { exitCode, stdout, stderr } = await runCli(
    t,
    ['send', 'a.http', '--insecure', '--verbose', '--var', 'secret=s3cret'],
    { 'a.http': `GET ${origin}/ok?token={{secret}}\nAuthorization: Bearer {{secret}}\n` },
  );
  assert.equal(exitCode, 0);
  assert.match(stdout, /^ {8}200 · .* · TLS not verified$/m);
  assert.match(
    stderr,
    /^\* Opening connection #1 to https:\/\/127\.0\.0\.1:\d+: it is the first request/m,
  );
  assert.match(
    stderr,
    /^> GET \/ok\?token=\*\*\* HTTP\/1\.1\n(> .*\n)*> Authorization: Bearer \*\*\*$/m,
  );
  assert.match(stderr, /^< HTTP\/1\.1 200 OK$/m);
  assert.doesNotMatch(stdout + stderr, /s3cret/);
});

test('parse, version, and what is refused', async (t) => {
  const files = { 'a.http': '@a = 1\n### T\nGET http://x/{{a}}\n\n###\nGET\n' };
  const parsed = await runCli(t, ['parse', 'a.http', '--json'], files);
  assert.equal(parsed.exitCode, 0);
  const [json] = jsonLines(parsed.stdout);
  assert.deepEqual(Object.keys(json ?? {}), ['requests', 'variables', 'problems']);
  assert.deepEqual(json?.['variables'], [{ name: 'a', value: '1', line: 1 }]);
  const refused = await runCli(t, ['send', 'a.http', '--frobnicate', 'f'], files);
  assert.deepEqual(refused, {
    exitCode: 2,
    stdout: '',
    stderr: 'keepalive: There is no option --frobnicate. See keepalive --help\n',
  });
  assert.match((await runCli(t, ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('--parallel and --repeat: side by side over as many connections, told in order, all of it each time', async (t) => {
  const server = await start(t);
  const path = '/slow?first=200';
  const one = (title: string): string => `### ${title}\nGET ${server.origin}${path}\n\n`;
  const { exitCode, stdout } = await runCli(
    t,
    ['send', 'a.http', '--json', '--parallel', '3', '--repeat', '2'],
    { 'a.http': one('A') + one('B') + one('C') },
  );
  const lines = jsonLines(stdout);
  assert.deepEqual(
    lines.map(({ title }) => title),
    ['A', 'B', 'C', 'A', 'B', 'C', undefined],
  );
  assert.deepEqual(
    [lines.at(-1)?.['requests'], lines.at(-1)?.['connectionsOpened']],
    [6, server.connections.length],
  );
  assert.equal(server.connections.length, 3);
  assert.equal(server.served().flat().length, 6);
  assert.equal(exitCode, 0);
});

async function checkFile(
  t: TestContext,
  content: string | Uint8Array,
  exitCode: number,
  output: RegExp,
): Promise<void> {
  const result = await runCli(t, ['send', 'a.http'], { 'a.http': content });
  assert.match(result.stdout + result.stderr, output);
  assert.equal(result.exitCode, exitCode);
}

async function start(t: TestContext, options: ServerOptions = {}): Promise<ScriptedServer> {
  const server = await startServer(options);
  t.after(() => server.dispose());
  return server;
}
