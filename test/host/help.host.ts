import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import type * as vscode from 'vscode';
import { closeEverything, hover, openFile, openHttp, placeOf, until } from './window.ts';

async function check(document: vscode.TextDocument, at: string, expected: RegExp): Promise<void> {
  const { line, character } = placeOf(document, at);
  assert.match(await hover(document, line, character), expected);
}

suite('help', () => {
  teardown(closeEverything);

  test('a variable tells its value and where it comes from', async () => {
    const document = await openFile('language/names.http');
    await check(document, 'host}}', /`host`.* = `api\.test`[\s\S]*this file, line 1/);
    await check(document, '$guid', /UUID/);
    await check(document, 'login.response', /Request \*\*`login`\*\*, line 5/);
    const { line, character } = placeOf(document, 'sharedHost');
    // The environment is read when somebody first asks for it.
    const shared = await until(async () => {
      const text = await hover(document, line, character);
      return text.includes('shared.test') ? text : null;
    });
    assert.match(shared, /http-client\.env\.json/);
  });

  test('a secret keeps its value', async () => {
    const document = await openFile('language/names.http');
    for (const at of ['password =', 'password}}']) {
      const { line, character } = placeOf(document, at);
      const text = await hover(document, line, character);
      assert.match(text, /`\*\*\*`/);
      assert.doesNotMatch(text, /hunter22/);
    }
  });

  test('what holds a secret keeps it as well', async () => {
    const document = await openHttp(['@token = hunter22', '@all = Bearer {{token}}', '{{all}}']);
    await check(document, 'all}}', /`\*\*\*`/);
  });

  test('what nobody defines says so', async () => {
    const document = await openHttp(['GET https://a.test/', 'X: {{nowhere}}']);
    await check(document, 'nowhere', /nowhere.*no value|no value/);
  });

  test('directives and the headers of connections are explained', async () => {
    const document = await openHttp([
      '# @fresh-connection',
      'GET https://a.test/',
      'Connection: close',
      'X-Other: 1',
    ]);
    await check(document, '@fresh', /instead of reusing/);
    await check(document, 'Connection:', /closes the connection/);
    await check(document, 'X-Other', /^$/);
  });
});
