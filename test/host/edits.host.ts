import assert from 'node:assert/strict';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import {
  annotation,
  api,
  closeEverything,
  edit,
  insertAt,
  openHttp,
  send,
  until,
} from './window.ts';

suite('edits', () => {
  let server: ScriptedServer;
  suiteSetup(async () => {
    server = await startServer();
  });
  let sentBefore = 0;
  setup(() => {
    sentBefore = server.connections.flatMap(({ requests }) => requests).length;
  });
  teardown(closeEverything);
  suiteTeardown(() => server.dispose());

  /** Two requests, both sent; the second one's line is 6. */
  async function twoSent(): Promise<vscode.TextDocument> {
    const url = `${server.origin}/ok`;
    const text = [
      '### one',
      '# @timeout 5',
      `GET ${url}`,
      'Accept: a/b',
      '',
      '### two',
      `POST ${url}`,
      '',
      'body',
      '',
    ];
    const document = await openHttp(text);
    await send(document, 2);
    await send(document, 6);
    assert.match((await annotation(document, 2)) ?? '', /^200 /);
    assert.match((await annotation(document, 6)) ?? '', /^200 /);
    return document;
  }

  async function check(
    change: (document: vscode.TextDocument) => Promise<void>,
    expected: Readonly<Record<number, boolean>>,
  ): Promise<void> {
    const document = await twoSent();
    await change(document);
    for (const [line, isThere] of Object.entries(expected)) {
      const text = await annotation(document, Number(line));
      assert.equal(text !== null, isThere, `line ${line}: ${String(text)}`);
    }
  }

  test('lines put in above move the annotations', () =>
    check((document) => insertAt(document, 0, '# a\n# b\n'), {
      2: false,
      4: true,
      6: false,
      8: true,
    }));

  test('a line put in right above the request line moves its annotation', () =>
    check((document) => insertAt(document, 6, '\n'), { 2: true, 6: false, 7: true }));

  test('an edit in one request clears its annotation alone', () =>
    check((document) => insertAt(document, 3, 'X-More: 1\n'), { 2: false, 7: true }));

  test('an edit in the body clears the annotation', () =>
    check((document) => edit(document, new vscode.Range(8, 0, 8, 4), 'other'), {
      2: true,
      6: false,
    }));

  test('an edit of the URL clears the annotation', () =>
    check(
      async (document) => {
        const { end } = document.lineAt(2).range;
        await edit(document, new vscode.Range(end, end), '?x');
      },
      { 2: false, 6: true },
    ));

  test('a directive is part of its request', () =>
    check((document) => edit(document, new vscode.Range(1, 0, 1, 12), '# @timeout 6'), {
      2: false,
      6: true,
    }));

  test('a title is not part of its request', () =>
    check((document) => edit(document, new vscode.Range(0, 4, 0, 7), 'first'), {
      2: true,
      6: true,
    }));

  test('a request taken out takes its annotation along', () =>
    check((document) => edit(document, new vscode.Range(0, 0, 5, 0), ''), { 1: true, 2: false }));

  test('two edits at once are both followed', () =>
    check(
      async (document) => {
        const change = new vscode.WorkspaceEdit();
        change.insert(document.uri, new vscode.Position(0, 0), '# a\n');
        change.insert(document.uri, new vscode.Position(5, 0), '\n\n');
        assert.equal(await vscode.workspace.applyEdit(change), true);
      },
      { 3: true, 9: true },
    ));

  test('a lens sends the request it stood over, wherever that has moved since', async () => {
    const document = await openHttp([
      `DELETE ${server.origin}/ok?other`,
      '',
      '###',
      `GET ${server.origin}/ok?meant`,
      '',
    ]);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    const lens = lenses.find(({ range }) => range.start.line === 3)?.command;
    assert.equal(lens?.command, 'keepalive.send');
    const click = (): Thenable<unknown> =>
      vscode.commands.executeCommand('keepalive.send', lens.arguments?.[0]);
    await insertAt(document, 1, 'X-One: 1\nX-Two: 2\nX-Three: 3\n');
    await click();
    assert.deepEqual(sentNow(), ['/ok?meant']);
    // Now the other one stands where it stood.
    await edit(document, new vscode.Range(5, 0, 8, 0), '');
    await click();
    assert.deepEqual(sentNow(), ['/ok?meant']);
  });

  test('what came of a request stands at it, though another has taken its place meanwhile', async () => {
    const of = (name: string): readonly string[] => [
      `GET ${server.origin}/slow?first=300&name=${name}`,
      '',
      '###',
    ];
    const document = await openHttp([...of('a'), ...of('b'), ...of('c')]);
    const run = vscode.commands.executeCommand('keepalive.sendAll');
    await until(() => sentNow().length === 1);
    // Now b stands where a stood, and c where b stood.
    await edit(document, new vscode.Range(0, 0, 3, 0), '');
    await run;
    assert.equal(sentNow().length, 3);
    const { exchange } = await api();
    assert.match(exchange(document, 0)?.url ?? '', /name=b$/);
    assert.match(exchange(document, 3)?.url ?? '', /name=c$/);
  });

  /** The targets asked for since the test before. */
  function sentNow(): readonly string[] {
    const all = server.connections.flatMap(({ requests }) => requests.map(({ target }) => target));
    return all.slice(sentBefore);
  }
});
