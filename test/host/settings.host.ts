import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startEchoServer } from '../support/echoServer.ts';
import { startServer } from '../support/scriptedServer.ts';
import { api, closeEverything, openHttp, send, until } from './window.ts';

suite('settings', () => {
  teardown(async () => {
    await set('pool.maxIdleSeconds', undefined);
    await set('request.timeoutSeconds', undefined);
    await set('annotation.content', undefined);
    await set('annotation.maxLength', undefined);
    await set('request.phaseTimeoutSeconds', undefined);
    await set('request.defaultHeaders', undefined);
    await set('tls.certificates', undefined);
    await closeEverything();
  });

  test('a changed limit counts from the next send, and what is open stays open', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    const first = await send(document, 0);
    await set('pool.maxIdleSeconds', 60);
    await until(async () => (await api()).snapshot().maxIdleMs === 60_000);
    const second = await send(document, 0);
    const [before, after] = [first, second].map((each) => each?.hops[0]?.connection);
    assert.equal(after?.reused, true);
    assert.equal(after.id, before?.id);
    await server.dispose();
  });

  test('annotations are full, short, of failures alone, or cut', async () => {
    const server = await startServer();
    const document = await openHttp([
      `GET ${server.origin}/ok`,
      '',
      '###',
      'GET http://127.0.0.1:1/',
    ]);
    await send(document, 0);
    await send(document, 0);
    await send(document, 3);
    const texts = async (): Promise<readonly string[]> =>
      (await api()).annotations(document).map(({ annotation }) => annotation.text);
    const isIn = (expected: RegExp): Promise<unknown> =>
      until(async () => expected.test((await texts()).join('\n')));
    await isIn(/^200 · .* ms · ↻ #\d+ reused, request 2, .*\nfailed /);
    await set('annotation.content', 'short');
    await isIn(/^200 · .* ms · ↻ #\d+\nfailed after .* refused by 127\.0\.0\.1:1$/);
    await set('annotation.content', 'failures');
    await isIn(/^failed after [^\n]*$/);
    await set('annotation.maxLength', 12);
    await isIn(/^failed afte…$/);
    await server.dispose();
  });

  test('what is being sent comes to its end under the settings it began with', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/slow?first=600`]);
    const sending = send(document, 0);
    await until(() => server.connections[0]?.requests.length === 1);
    await set('pool.maxIdleSeconds', 61);
    const exchange = await sending;
    assert.equal(exchange?.failure, null);
    await server.dispose();
  });

  test('a limit that is set is kept', async () => {
    const server = await startServer();
    await set('request.timeoutSeconds', 0.2);
    const document = await openHttp([`GET ${server.origin}/never`]);
    assert.equal((await send(document, 0))?.failure?.code, 'timeout');
    await server.dispose();
  });

  test('a limit of one phase is kept, and said', async () => {
    const server = await startServer();
    await set('request.phaseTimeoutSeconds', { wait: 0.2, tls: 5 });
    const document = await openHttp([`GET ${server.origin}/never`]);
    const { failure } = (await send(document, 0)) ?? {};
    assert.deepEqual([failure?.code, failure?.limit, failure?.ofPhase], ['timeout', 200, true]);
    await server.dispose();
  });

  test('default headers are sent where a request has none, and null leaves one out', async () => {
    const server = await startEchoServer();
    await set('request.defaultHeaders', { 'X-Team': '{{team}}', 'Accept-Encoding': null });
    const document = await openHttp(['@team = blue', `GET ${server.origin}/ok`]);
    await until(async () => {
      await send(document, 1);
      return server.arrivals.at(-1)?.headers['x-team'] === 'blue';
    });
    const { accept, 'accept-encoding': coding } = server.arrivals.at(-1)?.headers ?? {};
    assert.deepEqual([accept, coding], ['*/*', undefined]);
    await server.dispose();
  });

  test('what is wrong with a setting that may hold a secret is said without its value', async () => {
    const { onDidLog, snapshot } = await api();
    snapshot();
    const log: string[] = [];
    const listening = onDidLog((line) => log.push(line));
    await set('request.defaultHeaders', {
      Authorization: 'Bearer MARKERtoken',
      'X-Version': 5,
      'X-Key: MARKERkey': '',
      'X-Two': 'MARKERtwo\nlines',
    });
    await set('tls.certificates', [{ cert: 'c.pem', passphrase: 'MARKERpassphrase' }]);
    await until(() => log.some((line) => line.includes('tls.certificates')));
    listening.dispose();
    const text = log.join('\n');
    assert.equal(/MARKER/.test(text), false, text);
    for (const words of [
      'X-Version is not sent',
      'X-Key… is not',
      'X-Two is not',
      'can not be […]',
    ])
      assert.ok(text.includes(words), `${words} in: ${text}`);
    const server = await startEchoServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    await until(async () => {
      await send(document, 0);
      return server.arrivals.at(-1)?.headers['authorization'] === 'Bearer MARKERtoken';
    });
    await server.dispose();
  });

  test('a value of the wrong kind falls back to the default', async () => {
    await set('pool.maxIdleSeconds', 'soon');
    assert.equal((await api()).snapshot().maxIdleMs, 118_000);
  });
});

async function set(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('keepalive');
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}
