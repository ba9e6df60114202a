import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { closeEverything, edit, openFile, openHttp, placeOf } from './window.ts';

suite('outline', () => {
  teardown(closeEverything);

  test('requests with their methods, variables, and what an edit adds', async () => {
    const document = await openFile('language/names.http');
    const names = async (): Promise<readonly string[]> => {
      const all = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return all.map(({ name, detail }) => `${name} · ${detail}`);
    };
    const before = [
      '@host · api.test',
      '@password · ***',
      'Log in · POST https://{{host}}/session',
      'Use it · GET https://{{sharedHost}}/me',
      'Send a file · PUT https://{{host}}/file',
      'Send another · PUT https://{{host}}/file',
    ];
    assert.deepEqual(await names(), before);
    const place = placeOf(document, '### Send a file');
    await edit(document, new vscode.Range(place, place), '### New\nDELETE https://x/\n\n');
    assert.deepEqual(await names(), before.toSpliced(4, 0, 'New · DELETE https://x/'));
  });

  test('requests, bodies, comments and regions can be folded', async () => {
    const document = await openHttp([
      '# region one',
      '### a',
      'POST https://a.test/',
      '',
      '{',
      '}',
      '',
      '###',
      '# endregion',
      '# a',
      '# b',
    ]);
    const all = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    const shown = all.map(({ start, end, kind }) => `${start}-${end} ${kind ?? ''}`).sort();
    assert.deepEqual(shown, ['0-8 3', '1-5 ', '4-5 ', '7-10 ', '9-10 1'].sort());
  });

  test('files that are named are links, beside the file or in the workspace', async () => {
    const document = await openFile('language/names.http');
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
      100,
    );
    const named = links.filter(({ range }) => !document.getText(range).includes('://'));
    const shown = named.map(({ range, target }) => [
      document.getText(range),
      vscode.workspace.asRelativePath(target ?? ''),
    ]);
    assert.deepEqual(shown, [
      ['./body.json', 'language/body.json'],
      ['simple.http', 'simple.http'],
    ]);
  });
});
