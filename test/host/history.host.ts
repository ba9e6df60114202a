import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
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
    assert.deepEqual(
      Buffer.from(remembered.exchange.body.bytes()),
      Buffer.from(exchange.body.bytes()),
    );
    await history.remove(item?.id ?? 0);
    assert.notEqual((await titles())[0], 'first');
  });

  test('what is asked for while a batch is written comes after it', async () => {
    const { history } = await api();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    const exchange = await send(document, 0);
    assert.ok(exchange);
    await history.clear();
    const add = (): void => {
      for (let count = 0; count < 20; count++) history.add(exchange);
      // Which writes what is due.
      void history.list();
    };
    add();
    assert.equal((await history.list()).length, 20);
    add();
    await history.clear();
    assert.deepEqual(await history.list(), []);
  });

  test('a response opened from it is compared with the one before, though that was not shown', async () => {
    // What is sent with all of a file is in the history, and in no tab: as everything after a reload.
    await openHttp(['# @name compared', `GET ${server.origin}/ok`]);
    for (let count = 0; count < 2; count++)
      await vscode.commands.executeCommand('keepalive.sendAll');
    await until(async () => (await titles()).slice(0, 2).join() === 'compared,compared');
    const shown = vscode.commands.executeCommand('keepalive.showHistory');
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return responseShown();
    });
    await shown;
    await vscode.window.showTextDocument(await until(responseShown));
    await vscode.commands.executeCommand('keepalive.compareWithPrevious');
    const tab = await until(() => {
      const active = vscode.window.tabGroups.activeTabGroup.activeTab;
      return active?.input instanceof vscode.TabInputTextDiff ? active : null;
    });
    assert.match(tab.label, /^compared: .* ↔ .* · from the history: secrets are stars$/);
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

  test("one whose body can't be read any more is kept without it, and so are those after it", async () => {
    const { history } = await api();
    const document = await openHttp(['# @name unreadable', '# @no-log', `GET ${server.origin}/ok`]);
    const exchange = await send(document, 2);
    assert.ok(exchange);
    const bytes = (): Uint8Array => {
      throw new Error('its file is gone');
    };
    history.add({ ...exchange, body: { length: 5000, bytes } });
    history.add({ ...exchange, startedAt: exchange.startedAt + 1 });
    const [whole, bodyless] = await history.list();
    const read = async (id = 0) => (await history.read(id))?.exchange;
    assert.equal((await read(whole?.id))?.body.length, exchange.body.length);
    const kept = await read(bodyless?.id);
    assert.deepEqual([kept?.startedAt, kept?.body.length], [exchange.startedAt, 0]);
  });

  test('no more are kept than the setting allows', async () => {
    await set(2);
    const document = await openHttp([`GET ${server.origin}/ok`]);
    for (let count = 0; count < 4; count++) await send(document, 0);
    await until(async () => (await titles()).length === 2);
  });
});

function responseShown(): vscode.TextDocument | null {
  const documents = vscode.window.visibleTextEditors.map((editor) => editor.document);
  return documents.find(({ uri }) => uri.scheme === 'keepalive-response') ?? null;
}

async function set(value: number | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('keepalive');
  await configuration.update('history.maxItems', value, vscode.ConfigurationTarget.Global);
}
