/** Bodies that are longer than what is held in memory, by the real CLI against a real server. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { responseValue } from '../../../src/run/responseValue.ts';
import { explicitQuery } from '../../../src/request/requestQuery.ts';
import { requestTo } from '../../support/requestTo.ts';
import { exchange } from '../insight/exchanges.ts';
import { jsonLines, runCli } from './runCli.ts';

const length = 65 * 1024 * 1024;

test('a long body is saved and used whole, a long file is sent whole, and nothing stays behind', async (t) => {
  const received: { length: string | undefined; hash: string }[] = [];
  const server = http.createServer((request, response) => {
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => hash.update(chunk));
    request.on('end', () => {
      received.push({ length: request.headers['content-length'], hash: hash.digest('hex') });
      response.end(request.method === 'POST' ? 'ok' : Buffer.alloc(length, 'keepalive '));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const saved = await mkdtemp(join(tmpdir(), 'keepalive-saved-'));
  const temporary = await mkdtemp(join(tmpdir(), 'keepalive-temporary-'));
  t.after(() => Promise.all([saved, temporary].map((one) => rm(one, { recursive: true }))));
  const upload = Buffer.alloc(3_000_000, 'upload ');
  const files = {
    'a.http': `GET ${origin}/long\n>> kept.bin\n\n###\nPOST ${origin}/up\n\nbefore\n< upload.bin\nafter\n`,
    'upload.bin': upload,
  };
  let kept = 0;
  const { exitCode, stdout, stderr } = await runCli(
    t,
    ['send', 'a.http', '--json', '--save', saved],
    files,
    undefined,
    { TMPDIR: temporary },
  );
  assert.equal(exitCode, 0, stderr);
  const [first, second] = jsonLines(stdout).filter(({ type }) => type === 'exchange');
  assert.deepEqual([first?.['status'], second?.['status']], [200, 200]);
  for (const name of readdirSync(saved)) {
    const content = readFileSync(join(saved, name));
    if (content.length > 2) kept = content.length;
  }
  assert.equal(kept, length);
  const body = Buffer.concat([Buffer.from('before\n'), upload, Buffer.from('\nafter')]);
  const hash = createHash('sha256').update(body).digest('hex');
  assert.deepEqual(received[1], { length: String(body.length), hash });
  assert.equal(existsSync(temporary) && readdirSync(temporary).length, 0);
});

test('a value is not read from half a body', async () => {
  const query = explicitQuery('a.response.body.$.x');
  assert.ok(query);
  const bodyFile = { path: '/nowhere', bytes: 99 };
  const sent = { request: requestTo('http://a.test/'), exchange: exchange([], { bodyFile }) };
  const answer = await responseValue(query, sent);
  assert.match('message' in answer ? answer.message : '', /too long to be read from/);
});
