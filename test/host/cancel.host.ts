import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer } from '../support/scriptedServer.ts';
import { annotation, api, closeEverything, edit, lenses, openHttp, send, until } from './window.ts';

suite('cancel', () => {
  teardown(closeEverything);

  test('a server that never answers is given up, and nothing is left open', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/never`]);
    const sending = send(document, 0);
    await until(() => server.connections[0]?.requests.length === 1);
    assert.deepEqual(await lenses(document, 0), ['Sending…', 'Cancel']);
    await until(async () => /^sending… /.test((await annotation(document, 0)) ?? ''));
    // A second Send adds nothing to the first.
    assert.equal(await send(document, 0), null);

    await vscode.commands.executeCommand('keepalive.cancel');
    assert.equal((await sending)?.failure?.code, 'aborted');
    assert.match((await annotation(document, 0)) ?? '', /^cancelled after /);
    await until(() => server.connections.every(({ isOpen }) => !isOpen));
    assert.equal(server.connections.length, 1);
    assert.equal((await api()).snapshot().connections.length, 0);
    assert.equal((await lenses(document, 0))[0], 'Send');
    await server.dispose();
  });

  test('what is being sent can be cancelled after its text has changed', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/never`]);
    const sending = send(document, 0);
    await until(() => server.connections[0]?.requests.length === 1);
    const { end } = document.lineAt(0).range;
    await edit(document, new vscode.Range(end, end), '?other');
    await until(async () => /^sending… /.test((await annotation(document, 0)) ?? ''));
    await vscode.commands.executeCommand('keepalive.cancel');
    assert.equal((await sending)?.failure?.code, 'aborted');
    // What came of another text is not this request's.
    assert.equal(await annotation(document, 0), null);
    await server.dispose();
  });

  test('the cancel command finds a sending whose document was closed', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/never`]);
    const sending = send(document, 0);
    await until(() => server.connections[0]?.requests.length === 1);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('keepalive.cancel');
    assert.equal((await sending)?.failure?.code, 'aborted');
    await until(() => server.connections.every(({ isOpen }) => !isOpen));
    await server.dispose();
  });
});
