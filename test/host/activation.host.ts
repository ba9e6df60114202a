import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer } from '../support/scriptedServer.ts';
import { api, closeEverything, extensionId, lenses, openHttp, send } from './window.ts';

/** Runs first, by its name: later no one can tell who loaded what. */
suite('activation', () => {
  suiteTeardown(closeEverything);

  test('opening a file loads no undici and opens no connection; the first send does both', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    assert.equal(document.languageId, 'http');
    await api();
    assert.deepEqual(await lenses(document, 0), [
      'Send',
      `opens a connection: first to 127.0.0.1:${String(server.port)}`,
    ]);
    assert.equal(isLoaded('extension.cjs'), true);
    assert.equal(isLoaded('undici.cjs'), false);
    assert.equal(isLoaded('transport.cjs'), false);
    assert.equal(server.connections.length, 0);

    await send(document, 0);
    assert.equal(isLoaded('undici.cjs'), true);
    assert.equal(server.connections.length, 1);
    await server.dispose();
  });

  test('a file is known as HTTP by its ending', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'simple.http');
    assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, 'http');
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
  });
});

/** Whether the extension host has run a file of our `dist`. */
function isLoaded(name: string): boolean {
  return Object.keys(require.cache).some((path) => path.endsWith(`/dist/${name}`));
}
