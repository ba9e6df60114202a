import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer } from '../support/scriptedServer.ts';
import type { ScriptedServer } from '../support/scriptedServer.ts';
import { api, closeEverything, openHttp, send, until } from './window.ts';

suite('history', () => {
  let server: ScriptedServer;
  suiteSetup(async () => {
    server = await startServer();
  });
  teardown(async () => {
    await set(undefined);
    await closeEverything();
  });
  suiteTeardown(() => server.dispose());

  async function titles(): Promise<readonly string[]> {
    return (await (await api()).history.list()).map(({ headline }) => headline.title);
  }

  test('what was sent is remembered, the newest first, and can be opened again', async () => {
    const { history } = await api();
    const document = await openHttp(['# @name first', `GET ${server.origin}/ok`]);
    const exchange = await send(document, 1);
    await until(async () => (await titles())[0] === 'first');
    const [item] = await history.list();
    const remembered = await history.read(item?.id ?? 0);
    assert.ok(exchange && remembered);
    // The times of its pieces go with the window.
    const kept = { ...exchange, body: null, arrivals: [] };
    assert.deepEqual({ ...remembered.exchange, body: null }, kept);
    assert.deepEqual(Buffer.from(remembered.exchange.body), Buffer.from(exchange.body));
    await history.remove(item?.id ?? 0);
    assert.notEqual((await titles())[0], 'first');
  });

  test('`# @no-log` leaves a request out, and so does a limit of none', async () => {
    const document = await openHttp(['# @name unlogged', '# @no-log', `GET ${server.origin}/ok`]);
    await send(document, 2);
    await set(0);
    const other = await openHttp(['# @name unlimited', `GET ${server.origin}/ok`]);
    await send(other, 1);
    await set(undefined);
    const last = await openHttp(['# @name logged', `GET ${server.origin}/ok`]);
    await send(last, 1);
    await until(async () => (await titles())[0] === 'logged');
    assert.ok(!(await titles()).some((title) => title === 'unlogged' || title === 'unlimited'));
  });

  test('no more are kept than the setting allows', async () => {
    await set(2);
    const document = await openHttp([`GET ${server.origin}/ok`]);
    for (let count = 0; count < 4; count++) await send(document, 0);
    await until(async () => (await titles()).length === 2);
  });
});

async function set(value: number | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('keepalive');
  await configuration.update('history.maxItems', value, vscode.ConfigurationTarget.Global);
}
