import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { annotation, closeEverything, openHttp, send, until } from './window.ts';

suite('send many', () => {
  let server: ScriptedServer;
  suiteSetup(async () => {
    server = await startServer();
  });
  teardown(closeEverything);
  suiteTeardown(() => server.dispose());

  const count = (): number => server.connections.flatMap(({ requests }) => requests).length;

  test('all of a file, one after the other, each with its annotation', async () => {
    const before = count();
    const document = await openHttp([
      `GET ${server.origin}/ok`,
      '###',
      'GET http://{{nowhere}}/',
      '###',
      `GET ${server.origin}/ok?last`,
    ]);
    await vscode.commands.executeCommand('keepalive.sendAll');
    assert.equal(count(), before + 2);
    assert.match((await annotation(document, 0)) ?? '', /^200/);
    assert.match((await annotation(document, 2)) ?? '', /^not sent .*nowhere/);
    assert.match((await annotation(document, 4)) ?? '', /^200 .*reused/);
  });

  test('a run is cancelled as a whole', async () => {
    const before = count();
    await openHttp([`GET ${server.origin}/never`, '###', `GET ${server.origin}/ok`]);
    const run = vscode.commands.executeCommand('keepalive.sendAll');
    await until(() => count() === before + 1);
    const other = await vscode.workspace.openTextDocument({ content: '' });
    await vscode.window.showTextDocument(other);
    await vscode.commands.executeCommand('keepalive.cancel');
    await run;
    assert.equal(count(), before + 1);
  });

  test('a run that is cancelled while it asks sends nothing, and asks no longer', async () => {
    const before = count();
    const document = await openHttp(['# @prompt id', `DELETE ${server.origin}/ok?{{id}}`]);
    const run = vscode.commands.executeCommand('keepalive.sendAll');
    // Nobody can be asked whether the question is there: before it and during it the same must happen.
    await delay(500);
    await vscode.commands.executeCommand('keepalive.cancel', {
      uri: document.uri.toString(),
      line: 1,
    });
    await run;
    assert.equal(count(), before);
  });

  test('several at a time where the settings say so', async () => {
    const before = count();
    const settings = vscode.workspace.getConfiguration('keepalive');
    await settings.update('run.parallel', 2, vscode.ConfigurationTarget.Global);
    try {
      await openHttp([
        `GET ${server.origin}/never`,
        '###',
        `GET ${server.origin}/never?2`,
        '###',
        `GET ${server.origin}/ok`,
      ]);
      const run = vscode.commands.executeCommand('keepalive.sendAll');
      await until(() => count() === before + 2);
      const other = await vscode.workspace.openTextDocument({ content: '' });
      await vscode.window.showTextDocument(other);
      await vscode.commands.executeCommand('keepalive.cancel');
      await run;
      assert.equal(count(), before + 2);
    } finally {
      await settings.update('run.parallel', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('the last one again, though its line has moved', async () => {
    const before = count();
    const document = await openHttp(['# @name moved', `GET ${server.origin}/ok`]);
    await send(document, 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# above\n\n###\n');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('keepalive.rerun');
    assert.equal(count(), before + 2);
    assert.match((await annotation(document, 4)) ?? '', /^200/);
  });

  test('the last one again without a name, and not what stands in its place now', async () => {
    const document = await openHttp([`GET ${server.origin}/ok?nameless`]);
    await send(document, 0);
    const edit = new vscode.WorkspaceEdit();
    const above = `DELETE ${server.origin}/ok?other\n\n###\n`;
    edit.insert(document.uri, new vscode.Position(0, 0), above);
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('keepalive.rerun');
    const targets = server.connections.flatMap(({ requests }) =>
      requests.map(({ target }) => target),
    );
    assert.equal(targets.filter((target) => target.includes('nameless')).length, 2);
    assert.equal(targets.filter((target) => target.includes('other')).length, 0);
  });

  test('what is selected, in a file of any language', async () => {
    const before = count();
    const content = `Some words.\n\nGET ${server.origin}/ok?selected\n\nMore words.\n`;
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(2, 0, 2, document.lineAt(2).text.length);
    await vscode.commands.executeCommand('keepalive.sendSelection');
    assert.equal(count(), before + 1);
  });

  test('the example answers without a network', async () => {
    const document = await until(async () => {
      await vscode.commands.executeCommand('keepalive.openExample');
      const shown = vscode.window.activeTextEditor?.document;
      // An untitled document of a test before, closed a moment ago, may come back under its name.
      return shown?.getText().includes('{{origin}}') === true ? shown : null;
    });
    assert.equal(document.languageId, 'http');
    const line = document.getText().split('\n').indexOf('GET {{origin}}/json');
    const exchange = await send(document, line);
    assert.equal(exchange?.hops[0]?.response?.status, 200);
  });
});
