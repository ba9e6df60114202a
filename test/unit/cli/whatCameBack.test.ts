/** `--output`, `--save` and `--html`, by the real CLI against a real server. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { showResponse } from '../../../src/cli/showResponse.ts';
import { exchange, hop } from '../insight/exchanges.ts';
import { jsonLines, runCli } from './runCli.ts';

const binary = Buffer.from(Array.from({ length: 256 }, (_, index) => index));

test('--output body: the bytes as they came and nothing else; the lines about it on stderr', async (t) => {
  const { origin } = await serve(t);
  const one = await runCli(t, ['send', 'a.http', '--output', 'body'], {
    'a.http': `### User\nGET ${origin}/json\n`,
  });
  assert.equal(one.stdout, '{"name":"Ada"}');
  assert.match(one.stderr, /User .*\n.*200 · .*#1 new[^]*1 sent/);
  const two = await runCli(t, ['send', 'a.http', '--output', 'body'], {
    'a.http': `GET ${origin}/json\n###\nGET ${origin}/lines\n###\nGET ${origin}/json\n`,
  });
  assert.equal(two.stdout, '{"name":"Ada"}\na\nb\n{"name":"Ada"}\n');
});

test('a request that has to be sent first is told of by its whole name, and puts nothing on stdout', async (t) => {
  const { origin } = await serve(t);
  const text = `# @name a-long-login\nGET ${origin}/json\n###\n# @name use\nGET ${origin}/lines?{{a-long-login.name}}\n`;
  const args = ['send', 'a.http', '--output', 'body'];
  const one = await runCli(t, [...args, '--name', 'use'], { 'a.http': text });
  assert.equal(one.stdout, 'x');
  assert.match(one.stderr, /^a-long-login {2}GET .*\n[^]*\nuse {2}GET .*\?Ada\n/);
  const both = await runCli(t, args, { 'a.http': text });
  assert.equal(both.stdout, '{"name":"Ada"}\nx\n');
});

test('--output headers and exchange', async (t) => {
  const { origin } = await serve(t);
  const text = `GET ${origin}/json\nAuthorization: Bearer s3cret-token\n`;
  const headers = await runCli(t, ['send', 'a.http', '--output', 'headers'], { 'a.http': text });
  assert.match(headers.stdout, /^HTTP\/1\.1 200 OK\ncontent-type: application\/json\n[^{]*\n\n$/i);
  const whole = await runCli(t, ['send', 'a.http', '--output', 'exchange'], { 'a.http': text });
  assert.match(
    whole.stdout,
    /^GET http:.*\n[^]*Authorization: Bearer \*\*\*[^]*HTTP\/1\.1 200 OK[^]*\n\n\{"name":"Ada"\}$/i,
  );
  assert.doesNotMatch(whole.stdout + whole.stderr, /s3cret/);
});

test('a redirect that is the answer says why on its line and with --output exchange', async (t) => {
  const { origin } = await serve(t);
  const text = `# @no-redirect\nGET ${origin}/away\n`;
  const { stdout, stderr } = await runCli(t, ['send', 'a.http', '--output', 'exchange'], {
    'a.http': text,
  });
  assert.match(stderr, /302 · .* · not followed: @no-redirect\n/);
  assert.match(
    stdout,
    /\n# ↓ on #1\nHTTP\/1\.1 302 Found\n[^]*\n\n# Redirect not followed: it leads to http:\S+\/json\?token=\*{3}, and # @no-redirect asks for the redirect itself\n\n/,
  );
});

test('the socket that a request goes over is told, there or not, without a secret in its path', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-socket-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 's3cret.sock');
  const server = http.createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.after(() => server.close());
  const { stdout, stderr } = await runCli(t, ['send', 'a.http', '--output', 'exchange'], {
    '.env': 'which=s3cret\n',
    'a.http': `GET unix:${folder}/{{which}}.sock:/x\nConnection: close\n\n###\nGET unix:${folder}/none.sock:/y\n`,
  });
  assert.ok(stderr.includes(`GET http://localhost/x over ${folder}/***.sock\n`), stderr);
  assert.ok(stderr.includes(`GET http://localhost/y over ${folder}/none.sock\n`), stderr);
  assert.ok(stdout.includes(`\n# ↓ on #1 over ${folder}/***.sock\nHTTP/1.1 200`), stdout);
});

test('on a terminal nothing of a body is obeyed, and a binary one is named only', () => {
  const shown = (type: string, body: Uint8Array): readonly [string, string] => {
    const texts: [string, string] = ['', ''];
    const output = (index: 0 | 1) => ({
      write: (text: string) => (texts[index] += text),
      writeBytes: () => assert.fail('bytes on a terminal'),
      flush: () => undefined,
    });
    const head = {
      status: 200,
      statusText: 'OK',
      httpVersion: '1.1',
      headers: [['Content-Type', type]] as const,
    };
    const given = exchange([hop({ response: head })], { body });
    showResponse(given, 'body', false, { stdout: output(0), stderr: output(1), isTty: true });
    return texts;
  };
  assert.deepEqual(shown('text/plain', Buffer.from('a\tb\u001b[2J\r\nc')), [
    'a\tb\\x1b[2J\nc\n',
    '',
  ]);
  assert.deepEqual(shown('image/png', binary), [
    '',
    'Binary body: image/png, 256 bytes. Send it to a file with > or --save\n',
  ]);
});

test('a body that is in a file is written whole, and its own line end counts', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-long-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'body');
  const whole = Buffer.alloc(3_000_001, 'x');
  whole[whole.length - 1] = 10;
  writeFileSync(path, whole);
  const given = {
    ...exchange([hop()], { body: whole.subarray(0, 100) }),
    bodyFile: { path, bytes: whole.length },
  };
  const pieces: Buffer[] = [];
  const stdout = {
    write: (text: string) => pieces.push(Buffer.from(text)),
    writeBytes: (bytes: Uint8Array) => pieces.push(Buffer.from(bytes)),
    flush: () => undefined,
  };
  showResponse(given, 'body', true, { stdout, stderr: stdout, isTty: false });
  assert.ok(Buffer.concat(pieces).equals(whole));
});

test('of a body in a file the exchange has no secret either, the body by itself all of it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-long-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'body');
  // The second one lies where one piece ends and the next begins.
  const text = `s3cret-value${'x'.repeat(1024 * 1024 - 18)}s3cret-value\n`;
  writeFileSync(path, text);
  const given = {
    ...exchange([hop()], { secrets: ['s3cret-value'], body: Buffer.from(text).subarray(0, 100) }),
    bodyFile: { path, bytes: text.length },
  };
  const written = (mode: 'body' | 'exchange'): string => {
    const pieces: Buffer[] = [];
    const stdout = {
      write: () => undefined,
      writeBytes: (bytes: Uint8Array) => pieces.push(Buffer.from(bytes)),
      flush: () => undefined,
    };
    showResponse(given, mode, false, { stdout, stderr: stdout, isTty: false });
    return Buffer.concat(pieces).toString();
  };
  assert.ok(written('exchange') === text.replaceAll('s3cret-value', '*'.repeat(12)));
  assert.ok(written('body') === text);
});

test('--save: a file for each response, by safe names, never over another, bytes unchanged', async (t) => {
  const { origin } = await serve(t);
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-save-'));
  t.after(() => rm(folder, { recursive: true }));
  const out = join(folder, 'new', 'out');
  const text = [
    `# @name user\nGET ${origin}/json`,
    `### ../../up\nGET ${origin}/binary`,
    `###\nGET ${origin}/evil`,
    `###\nGET http://127.0.0.1:1/`,
  ].join('\n\n');
  const args = ['send', 'a.http', '--save', out];
  const human = await runCli(t, [...args, '--repeat', '2'], { 'a.http': `${text}\n` });
  const names = ['passwd', 'passwd-1', 'up-1.bin', 'up.bin', 'user-1.json', 'user.json'];
  assert.deepEqual(readdirSync(out).sort(), names);
  assert.ok(!existsSync(join(folder, 'up')) && !existsSync(join(folder, 'new', 'passwd')));
  assert.match(human.stdout, /saved as .*user\.json\n[^]*saved as .*user-1\.json/);
  assert.deepEqual(readFileSync(join(out, 'up.bin')), binary);
  const json = await runCli(t, [...args, '--json'], { 'a.http': `${text}\n` });
  const saved = jsonLines(json.stdout).flatMap((line) =>
    line['type'] === 'exchange' ? [line['saved']] : [],
  );
  assert.equal(saved[0], join(out, 'user-2.json'));
  assert.equal(saved[3], null);
  const without = await runCli(t, ['send', 'a.http', '--json'], { 'a.http': `${text}\n` });
  assert.ok(!('saved' in (jsonLines(without.stdout)[0] ?? {})));
});

test('what cannot be written is told before anything is sent', async (t) => {
  const { origin, requests } = await serve(t);
  const files = { 'a.http': `GET ${origin}/json\n`, file: '' };
  for (const args of [
    ['--save', 'file'],
    ['--save', 'file/x'],
    ['--html', 'no/such/a.html'],
  ]) {
    const { exitCode, stderr } = await runCli(t, ['send', 'a.http', ...args], files);
    assert.match(stderr, new RegExp(`^keepalive: ${args[1] ?? ''}: `));
    assert.equal(exitCode, 2);
  }
  assert.equal(requests(), 0);
});

test('--html: a page with the picture, its policy allowing its own style alone', async (t) => {
  const { origin } = await serve(t);
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-html-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'a.html');
  await runCli(t, ['send', 'a.http', '--html', path], {
    'a.http': `### <script>alert(1)</script>\nGET ${origin}/json?token=s3cret-one\n\n###\nGET ${origin}/json\nAuthorization: Bearer s3cret-two\n`,
  });
  const page = readFileSync(path, 'utf8');
  assert.doesNotMatch(page, /s3cret|<script|javascript:/);
  assert.match(page, /default-src &#39;none&#39;; style-src &#39;sha256-[\w+/]{43}=&#39;/);
  assert.match(page, /2 requests &#183; 1 connection opened &#183; reused 1 time/);
});

async function serve(t: TestContext): Promise<{ origin: string; requests: () => number }> {
  let requests = 0;
  const server = http.createServer(({ url = '' }, response) => {
    requests += 1;
    if (url.startsWith('/json')) {
      response.setHeader('Content-Type', 'application/json').end('{"name":"Ada"}');
    } else if (url === '/lines') response.end('a\nb\n');
    else if (url === '/away') response.writeHead(302, { Location: '/json?token=abc' }).end();
    else if (url === '/binary') {
      response.setHeader('Content-Disposition', 'attachment; filename="data.bin"').end(binary);
    } else {
      response
        .setHeader('Content-Disposition', 'attachment; filename="../../../etc/passwd"')
        .end('x');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests: () => requests };
}
