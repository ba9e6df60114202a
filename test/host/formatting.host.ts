import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { closeEverything, openHttp } from './window.ts';

const lines = [
  '@a=1',
  '###  one',
  'POST   https://a.test/',
  'Content-Type :application/json  ',
  '',
  '{',
  '"a": {{a}}',
  '}',
  '### two',
  'GET  https://b.test/',
];

suite('formatting', () => {
  teardown(closeEverything);

  test('a document', async () => {
    const document = await openHttp(lines);
    await vscode.commands.executeCommand('editor.action.formatDocument');
    const expected = [
      '@a = 1',
      '',
      '### one',
      'POST https://a.test/',
      'Content-Type: application/json',
      '',
      '{',
      '    "a": {{a}}',
      '}',
      '',
      '### two',
      'GET https://b.test/',
      '',
    ];
    assert.equal(document.getText(), expected.join('\n'));
  });

  test('a selection', async () => {
    const document = await openHttp(lines);
    const [editor] = vscode.window.visibleTextEditors.filter((each) => each.document === document);
    assert.ok(editor);
    editor.selection = new vscode.Selection(3, 0, 4, 0);
    await vscode.commands.executeCommand('editor.action.formatSelection');
    assert.equal(document.getText(), lines.with(3, 'Content-Type: application/json').join('\n'));
  });
});
