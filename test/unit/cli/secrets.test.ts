/** A marker in every place that a secret can sit in, looked for in all that the terminal's surface makes. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startScriptedProxy } from '../../support/scriptedProxy.ts';
import { startTellTale } from '../../support/tellTale.ts';
import { runCli } from './runCli.ts';

const marker = (place: string): string => `MARKER${place}`;

test('no secret is in the report, the JSON, the trace, the HAR, the page or the JUnit file', async (t) => {
  const server = await startTellTale(marker('jar'));
  t.after(() => server.dispose());
  const proxy = await startScriptedProxy({ credentials: `ada:${marker('proxy')}` });
  t.after(() => proxy.dispose());
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-secrets-'));
  t.after(() => rm(folder, { recursive: true }));

  const request = [
    `POST http://grace:${marker('userinfo')}@${server.place}/{{key}}?access_token=${marker('query')}`,
    `Authorization: Bearer ${marker('bearer')}`,
    `Cookie: sid=${marker('cookie')}`,
    `X-Api-Key: ${marker('apikey')}`,
    'X-Plain: {{$dotenv API_PASSWORD}}',
    'X-Process: {{$processEnv MY_SECRET}}',
    'X-Given: {{password}}',
    'Content-Type: application/json',
    '',
    `{ "password": "${marker('bodyfield')}", "other": "{{key}}" }`,
  ].join('\n');
  const files = {
    '.env': `API_PASSWORD=${marker('dotenv')}\n`,
    'http-client.private.env.json': JSON.stringify({ dev: { key: marker('private') } }),
    'a.http': `# @name planted\n${request}\n\n### again\n${request}\n`,
  };
  const env = {
    MY_SECRET: marker('process'),
    http_proxy: `http://ada:${marker('proxy')}@127.0.0.1:${String(proxy.port)}`,
    no_proxy: '',
  };
  const given = ['--env', 'dev', '--var', `password=${marker('given')}`];
  const har = join(folder, 'out.har');
  const html = join(folder, 'out.html');
  const junit = join(folder, 'out.xml');
  const outputs: Record<string, string> = {};
  const written = ['--har', har, '--html', html, '--junit', junit];
  for (const more of [written, ['--json'], ['--output', 'exchange']]) {
    const args = ['send', 'a.http', '--verbose', ...given, ...more];
    const { exitCode, stdout, stderr } = await runCli(t, args, files, undefined, env);
    assert.equal(exitCode, 0, stderr);
    outputs[`report of ${more[0] ?? ''}`] = stdout;
    outputs[`trace of ${more[0] ?? ''}`] = stderr;
  }
  outputs['HAR'] = await readFile(har, 'utf8');
  outputs['page'] = await readFile(html, 'utf8');
  outputs['JUnit file'] = await readFile(junit, 'utf8');

  const sent = server.received.join('\n');
  const places = ['bearer', 'query', 'cookie', 'apikey', 'dotenv', 'private', 'process', 'given'];
  for (const each of [...places, 'bodyfield', 'jar'])
    assert.ok(sent.includes(marker(each)), `${each} was sent`);
  assert.match(outputs['HAR'], /"text":"\{\\"head\\":/, 'the HAR has what the server told');
  assert.ok(proxy.credentials.length > 0, 'the proxy was told who asks');
  const encoded = Buffer.from(`ada:${marker('proxy')}`).toString('base64');
  for (const [name, text] of Object.entries(outputs)) {
    assert.notEqual(text, '', name);
    assert.ok(!text.includes('MARKER'), `${/MARKER\w+/.exec(text)?.[0] ?? ''} in the ${name}`);
    assert.ok(!text.includes(encoded), `proxy authorization in the ${name}`);
  }

  // Who asks for what came gets it: a script needs the cookie and the token.
  for (const [mode, expected] of [
    ['headers', `: session=${marker('jar')}; Path=/`],
    ['body', marker('dotenv')],
  ] as const) {
    const args = ['send', 'a.http', '--name', 'planted', '--output', mode, ...given];
    const { stdout } = await runCli(t, args, files, undefined, env);
    assert.ok(stdout.includes(expected), mode);
  }
});
