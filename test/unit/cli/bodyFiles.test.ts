/** Bodies from files, and files in other encodings: the real CLI, real files, a real server. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { echoFor } from '../../support/echoServer.ts';
import { jsonLines, runCli } from './runCli.ts';

test('bodies come from files: bytes, text in its encoding, parts; looked for in two places', async (t) => {
  const server = await echoFor(t);
  const bytes = new Uint8Array([0, 1, 255, 13, 10, 123, 123]);
  const files = {
    'api/raw.bin': bytes,
    'api/latin1.txt': Buffer.from('é {{v}}', 'latin1'),
    'shared/root.json': '{"v": "{{v}}"}',
    'api/a.http': [
      '@v = 1',
      `POST ${server.origin}/raw`,
      '',
      '< ./raw.bin',
      '',
      '###',
      `POST ${server.origin}/text`,
      '',
      '<@latin1 latin1.txt',
      '',
      '###',
      `POST ${server.origin}/root`,
      '',
      '<@ shared/root.json',
      '',
      '###',
      `POST ${server.origin}/parts`,
      'Content-Type: multipart/form-data; boundary=b',
      '',
      '--b',
      'Content-Disposition: form-data; name="f"; filename="raw.bin"',
      '',
      '< ./raw.bin',
      '--b--',
      '',
    ].join('\n'),
  };
  const { exitCode, stderr } = await runCli(t, ['send', 'api/a.http'], files);
  assert.deepEqual([exitCode, stderr], [0, '']);
  const [raw, text, root, parts] = server.arrivals.map(({ body }) => body);
  assert.deepEqual(raw, Buffer.from(bytes));
  assert.equal(text?.toString(), 'é 1');
  assert.equal(root?.toString(), '{"v": "1"}');
  const head = '--b\r\nContent-Disposition: form-data; name="f"; filename="raw.bin"\r\n\r\n';
  assert.deepEqual(parts, Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--')]));
});

test('files in UTF-16 with a mark are read, as editors do', async (t) => {
  const server = await echoFor(t);
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const { exitCode, stderr } = await runCli(t, ['send', 'a.http', 'b.http', '--env', 'dev'], {
    'a.http': utf16(`GET ${server.origin}/{{who}}/{{word}}\r\n`),
    'b.http': utf16(`GET ${server.origin}/é\n`).swap16(),
    'http-client.env.json': utf16('{"dev": {"who": "ada"}}'),
    '.env': utf16('word=ü\r\n'),
  });
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.deepEqual(server.lines(), ['GET /ada/%C3%BC', 'GET /%C3%A9']);
});

test('what is no text is told so, with the way out, and not sent in pieces', async (t) => {
  const server = await echoFor(t);
  const latin1 = Buffer.from('caf\xe9', 'latin1');
  const { exitCode, stderr } = await runCli(t, ['send', 'a.http', 'b.http', 'c.http'], {
    'a.http': `POST ${server.origin}/x\n\n<@ ./latin1.txt\n`,
    'latin1.txt': latin1,
    'b.http': latin1,
    'c.http': Buffer.from('GET http://a.test/\n', 'utf16le'),
  });
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /^a\.http:3:1: error: `\.\/latin1\.txt` is not text in UTF-8: name its encoding, as in `<@latin1 \.\/latin1\.txt`$/m,
  );
  assert.match(stderr, /^b\.http:1:1: error: This is not text in UTF-8\. Save it as UTF-8/m);
  assert.match(stderr, /^c\.http:1:1: error: This file is not text: save it as UTF-8/m);
  assert.deepEqual(server.lines(), []);
});

test('a pipe and a device are no files: nobody waits for their end', async (t) => {
  const server = await echoFor(t);
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-pipe-'));
  t.after(() => rm(folder, { recursive: true }));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const post = (path: string): string => `POST ${server.origin}/x\n\n< ${path}\n`;
  const text = [post(pipe), post('/dev/zero'), post('/dev/null')].join('\n###\n');
  const { exitCode, stderr } = await runCli(t, ['send', 'a.http'], { 'a.http': text });
  const why = 'This is a pipe or a device, which may never end. Copy it to a file and name that';
  assert.deepEqual(
    stderr.trimEnd().split('\n'),
    [pipe, '/dev/zero', '/dev/null'].map(
      (path, index) => `a.http:${String(3 + index * 5)}:1: error: \`${path}\`: ${why}`,
    ),
  );
  assert.equal(exitCode, 2);
  assert.deepEqual(server.lines(), []);
});

test('a file that is not there is a problem before anything is sent', async (t) => {
  const server = await echoFor(t);
  const text = `GET ${server.origin}/first\n\n###\nPOST ${server.origin}/x\n\n< ./nope.json\n\n###\nPOST ${server.origin}/x\n\n<@nonsense ./a.http\n\n###\nPOST ${server.origin}/x\n\n< .\n`;
  const { exitCode, stdout } = await runCli(t, ['send', 'a.http', '--json'], { 'a.http': text });
  assert.equal(exitCode, 2);
  const lines = jsonLines(stdout);
  assert.deepEqual(
    lines.map(({ type, code, line }) => [type, code, line]),
    [
      ['problem', 'body-unreadable', 6],
      ['problem', 'body-unreadable', 11],
      ['problem', 'body-unreadable', 16],
      ['exchange', undefined, 1],
      ['summary', undefined, undefined],
    ],
  );
  assert.match(String(lines[0]?.['message']), /no file `\.\/nope\.json`/);
  assert.match(String(lines[1]?.['message']), /encoding that nobody knows/);
  assert.match(String(lines[2]?.['message']), /is a folder/);
});
