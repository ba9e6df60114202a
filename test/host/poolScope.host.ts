/** Which requests share connections: the setting `keepalive.pool.scope`. */
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { SentMany } from '../../src/editor/sendMany.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import {
  api,
  closeEverything,
  edit,
  insertAt,
  lenses,
  openFile,
  openHttp,
  send,
  until,
} from './window.ts';

suite('pool scope', () => {
  let server: ScriptedServer;
  const scoped = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'a %41 #b.http');

  suiteSetup(async () => {
    server = await startServer();
    const text = `GET ${server.origin}/ok`;
    await vscode.workspace.fs.writeFile(scoped, new TextEncoder().encode(text));
  });
  teardown(async () => {
    await scope(undefined);
    await closeEverything();
  });
  suiteTeardown(async () => {
    await vscode.workspace.fs.delete(scoped);
    await server.dispose();
  });

  test('each request keeps its own connections while the text above it is edited', async () => {
    await scope('request');
    const block = `GET ${server.origin}/ok\n\n###\n`;
    const document = await openHttp(`${block}${block}`.split('\n'));
    const pools = async (): Promise<number> => (await api()).snapshots().length;
    const before = await pools();
    assert.ok((await lenses(document, 0)).length > 0 && (await lenses(document, 3)).length > 0);
    assert.equal(await pools(), before, 'a forecast makes no pool');

    const first = await connectionOf(document, 0);
    const second = await connectionOf(document, 3);
    assert.notEqual(second, first);
    assert.equal(await pools(), before + 2);
    await insertAt(document, 0, `${block}# a note\n`);
    assert.equal(await connectionOf(document, 4), first);
    assert.equal(await connectionOf(document, 7), second);
    const inserted = await connectionOf(document, 0);
    assert.ok(inserted !== first && inserted !== second);
    assert.equal(await pools(), before + 3);

    await edit(document, new vscode.Range(4, 0, 7, 0), '');
    await until(async () => (await pools()) === before + 2);
    assert.equal(await connectionOf(document, 4), second);
    await closeEverything();
    await until(async () => (await pools()) === before);
  });

  test('a request keeps its connection where its line moves while it waits for its turn', async () => {
    await scope('request');
    let release: (() => void) | null = null;
    const slow = http.createServer((_, response) => {
      release = () => response.end('held');
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const { port } = slow.address() as AddressInfo;
    const document = await openHttp([
      `GET http://127.0.0.1:${String(port)}/`,
      '',
      '###',
      `GET ${server.origin}/ok`,
    ]);
    const own = await connectionOf(document, 3);
    const sending = vscode.commands.executeCommand<SentMany>('keepalive.sendAll');
    const answer = await until(() => release);
    await insertAt(document, 2, '# a note\n# and another\n');
    answer();
    const last = (await sending).exchanges.at(-1);
    slow.close();
    assert.equal(last?.hops[0]?.connection?.id, own);
    assert.equal(last.source.line, 6);
  });

  test('a folder is found whatever its files are called', async () => {
    await scope('folder');
    const document = await openFile('a %41 #b.http');
    const exchange = await send(document, 0);
    const root = vscode.workspace.workspaceFolders![0]!.uri;
    assert.equal(exchange?.hops[0]?.connection?.pool, `folder ${root.toString()}`);
  });

  test('each file has its own connections, and all its requests share them', async () => {
    await scope('file');
    const lines = [`GET ${server.origin}/ok`, '', '###', `GET ${server.origin}/ok?b`];
    const one = await openHttp(lines);
    const first = await connectionOf(one, 0);
    assert.equal(await connectionOf(one, 3), first);
    const other = await openHttp([...lines, '']);
    const second = await connectionOf(other, 0);
    assert.notEqual(second, first);
    assert.equal(await connectionOf(other, 3), second);
    assert.equal(await connectionOf(one, 0), first);
  });

  test('a pool with a name is one for all files that name it, whatever the scope', async () => {
    const lines = [
      '# @pool shared',
      `GET ${server.origin}/ok`,
      '',
      '###',
      `GET ${server.origin}/ok`,
    ];
    const one = await openHttp(lines);
    const other = await openHttp([...lines, '']);
    const shared = await connectionOf(one, 1);
    for (const value of ['workspace', 'file', 'request']) {
      await scope(value);
      assert.equal(await connectionOf(other, 1), shared, value);
      assert.notEqual(await connectionOf(other, 4), shared, value);
    }
  });
});

async function connectionOf(document: vscode.TextDocument, line: number): Promise<number> {
  const exchange = await send(document, line);
  const connection = exchange?.hops[0]?.connection;
  assert.ok(connection, `line ${String(line)} was sent`);
  return connection.id;
}

async function scope(value: string | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('keepalive');
  await configuration.update('pool.scope', value, vscode.ConfigurationTarget.Global);
}
