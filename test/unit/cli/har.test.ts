/** The HAR of real sends, against the schema of HAR 1.2. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv, type AnySchemaObject } from 'ajv';
import { startServer } from '../../support/scriptedServer.ts';
import { runCli } from './runCli.ts';

const require = createRequire(import.meta.url);

test('what --har writes is HAR 1.2: new, reused, failed, binary; secrets masked', async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-har-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'out.har');
  const text = `GET ${server.origin}/ok?token=s3cret-one\nAuthorization: Bearer s3cret-two\nCookie: a=s3cret-three\n\n###\nGET ${server.origin}/chunked\n\n###\nGET ${server.origin}/fin\n\n###\nGET http://127.0.0.1:1/\n`;
  await runCli(t, ['send', 'a.http', '--har', path], { 'a.http': text });
  const written = readFileSync(path, 'utf8');
  assert.doesNotMatch(written, /s3cret/);
  const har = JSON.parse(written) as Har;
  checkSchema(har);
  const [first, second, ...others] = har.log.entries;
  assert.ok(first && second);
  assert.deepEqual([first.connection, second.connection], ['1', '1']);
  assert.equal(second.timings['connect'], -1);
  assert.ok((first.timings['connect'] ?? -1) >= 0);
  assert.equal(first._keepalive.connection?.openedBecause, 'first-request');
  assert.equal(second._keepalive.connection?.reused, true);
  assert.deepEqual(Object.keys(second._keepalive), [
    'file',
    'name',
    'line',
    'cause',
    'connection',
    'phases',
    'interim',
    'trailers',
    'failure',
  ]);
  assert.equal(
    first._keepalive.connection.openedSentence,
    `it is the first request to 127.0.0.1:${server.port}`,
  );
  assert.equal(others.at(-1)?._keepalive.failure?.code, 'connection-refused');
  for (const { time, timings } of har.log.entries) {
    const disjoint = Object.entries(timings).filter(([name]) => name !== 'ssl');
    const sum = disjoint.reduce((all, [, ms]) => all + Math.max(ms, 0), 0);
    assert.ok(Math.abs(sum - time) < 0.01, `${sum} is ${time}`);
  }
});

test('a HAR has what was sent, interim answers and trailers', async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-har-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'out.har');
  const json = 'Content-Type: application/json\n\n{ "password": "s3cret-four", "a": "{{x}}" }\n';
  const requests = [
    `POST ${server.origin}/echo\n${json}`,
    `PUT ${server.origin}/echo\nContent-Type: image/png\n\n< ./a.png\n`,
    `PUT ${server.origin}/echo\nContent-Type: text/plain\n\n< ./long.txt\n`,
    `GET ${server.origin}/early-hints\n`,
    `GET ${server.origin}/chunked-with-trailers\n`,
  ];
  const long = 'x'.repeat(300_000);
  await runCli(t, ['send', 'a.http', '--har', path], {
    'a.http': `@x = 1\n${requests.join('\n###\n')}`,
    'a.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0xff),
    'long.txt': long,
  });
  const har = JSON.parse(readFileSync(path, 'utf8')) as Har;
  checkSchema(har);
  const [posted, binary, longest, hinted, trailed] = har.log.entries;
  const mimeType = 'application/json';
  const text = '{ "password": "***", "a": "1" }';
  assert.deepEqual(posted?.request.postData, { mimeType, text });
  const png = { mimeType: 'image/png', text: '', comment: 'A binary body of 6 bytes' };
  assert.deepEqual([binary?.request.postData, binary?.request.bodySize], [png, 6]);
  assert.match(longest?.request.postData?.comment ?? '', /^A body of .*, which is not kept$/);
  assert.equal(longest?.request.bodySize, long.length);
  assert.equal(hinted?.request.postData, undefined);
  assert.equal(hinted?._keepalive.interim[0]?.status, 103);
  assert.deepEqual(trailed?._keepalive.trailers, [{ name: 'X-End', value: 'yes' }]);
});

test('a HAR that cannot be written is said before anything is sent', async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const { exitCode, stderr } = await runCli(t, ['send', 'a.http', '--har', 'no/such/out.har'], {
    'a.http': `GET ${server.origin}/ok\n`,
  });
  assert.match(stderr, /no\/such\/out\.har: there is no such directory/);
  assert.deepEqual([exitCode, server.connections.length], [2, 0]);
});

test('a full disk is not silent', { skip: !existsSync('/dev/full') }, async (t) => {
  const server = await startServer();
  t.after(() => server.dispose());
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-full-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'a.http'), `GET ${server.origin}/ok\n`);
  const cli = join(import.meta.dirname, '../../../src/cli.ts');
  const child = spawn(process.execPath, [cli, 'send', 'a.http'], {
    cwd: folder,
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
  await once(child, 'close');
  assert.match(stderr, /^keepalive: stdout: the disk is full/);
  assert.equal(child.exitCode, 2);
});

type Har = {
  readonly log: {
    readonly entries: readonly {
      readonly time: number;
      readonly connection?: string;
      readonly timings: Readonly<Record<string, number>>;
      readonly request: {
        readonly bodySize: number;
        readonly postData?: {
          readonly mimeType: string;
          readonly text: string;
          readonly comment?: string;
        };
      };
      readonly _keepalive: {
        readonly interim: readonly { readonly status: number }[];
        readonly trailers: readonly { readonly name: string; readonly value: string }[];
        readonly connection: {
          readonly reused: boolean;
          readonly openedBecause: string;
          readonly openedSentence: string;
        } | null;
        readonly failure: { readonly code: string } | null;
      };
    }[];
  };
};

const formats = {
  ipv4: /^\d{1,3}(\.\d{1,3}){3}$/,
  ipv6: /^[\da-f]*:[\da-f:.]*$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/,
  uri: (text: string) => URL.canParse(text),
  'uri-reference': true,
} as const;

/** The schemas name draft 6, which ajv knows with `$id` and without more. */
function checkSchema(har: unknown): void {
  const schemas = require('har-schema') as Readonly<Record<string, AnySchemaObject>>;
  const ajv = new Ajv({ strict: false, formats });
  for (const schema of Object.values(schemas)) {
    const rest: AnySchemaObject = { ...schema };
    delete rest['$schema'];
    ajv.addSchema(rest);
  }
  const validate = ajv.getSchema('har.json#') ?? ajv.getSchema('har.json');
  assert.ok(validate);
  assert.ok(validate(har), JSON.stringify(validate.errors));
}
