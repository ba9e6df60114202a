import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer } from '../support/scriptedServer.ts';
import type { ScriptedServer } from '../support/scriptedServer.ts';
import { annotation, closeEverything, edit, insertAt, openHttp, send } from './window.ts';

suite('edits', () => {
  let server: ScriptedServer;
  suiteSetup(async () => {
    server = await startServer();
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
});
