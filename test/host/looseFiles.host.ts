/** What is around a file that is in no folder of the workspace, where nobody tells of changes: each send makes sure. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startEchoServer, type EchoServer } from '../support/echoServer.ts';
import { api, closeEverything, send } from './window.ts';

suite('a file outside of the folders of the workspace', () => {
  let server: EchoServer;
  let folder: string;
  const put = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };

  setup(async () => {
    await choose(null);
    server = await startEchoServer();
    folder = mkdtempSync(join(tmpdir(), 'keepalive-loose-'));
    put('a.http', `GET ${server.origin}/{{who}}/{{$shared team}}\n`);
    put('.env', 'who=ada\n');
    put('http-client.env.json', '{"$shared": {"team": "red"}, "dev": {"who": "grace"}}');
  });
  teardown(async () => {
    await choose(null);
    await closeEverything();
    rmSync(folder, { recursive: true, force: true });
    await server.dispose();
  });

  async function openLoose(): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.file(join(folder, 'a.http'));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    return document;
  }

  test('is read anew by a send only where something around it has changed', async () => {
    const document = await openLoose();
    const host = await api();
    const sent = async (): Promise<string | undefined> => {
      await send(document, 0);
      return server.lines().at(-1);
    };
    assert.equal(await sent(), 'GET /ada/red');
    // One list for each time that the document is read, whoever asks for it.
    const read = host.requests(document);
    assert.equal(await sent(), 'GET /ada/red');
    await choose(null);
    put('.env', 'who=ada\n');
    assert.equal(await sent(), 'GET /ada/red');
    assert.ok(host.requests(document) === read, 'read anew, though nothing has changed');

    put('.env', 'who=mary\n');
    assert.equal(await sent(), 'GET /mary/red');
    assert.ok(host.requests(document) !== read);
    put('http-client.private.env.json', '{"$shared": {"team": "blue"}}');
    assert.equal(await sent(), 'GET /mary/blue');
    rmSync(join(folder, 'http-client.private.env.json'));
    assert.equal(await sent(), 'GET /mary/red');
    await choose('dev');
    assert.equal(await sent(), 'GET /grace/red');
  });

  test('is sent with the settings as they are', async () => {
    const document = await openLoose();
    const header = async (): Promise<unknown> => {
      await send(document, 0);
      return server.arrivals.at(-1)?.headers['x-team'] ?? 'none';
    };
    assert.equal(await header(), 'none');
    const settings = vscode.workspace.getConfiguration('keepalive.request');
    const set = (value: unknown): Thenable<void> =>
      settings.update('defaultHeaders', value, vscode.ConfigurationTarget.Global);
    await set({ 'X-Team': 'red' });
    assert.equal(await header(), 'red');
    await set(undefined);
    assert.equal(await header(), 'none');
  });
});

function choose(name: string | null): Thenable<unknown> {
  return vscode.commands.executeCommand('keepalive.selectEnvironment', name);
}
