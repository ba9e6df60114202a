import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { closeEverything, openFile, openHttp, placeOf, until } from './window.ts';

/** The file, the line from 0, and the text of each place. */
async function places(
  command: string,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly string[]> {
  const all = await vscode.commands.executeCommand<vscode.Location[]>(
    command,
    document.uri,
    position,
  );
  return all.map(({ uri, range }) => {
    const text = uri.toString() === document.uri.toString() ? document.getText(range) : '';
    return `${uri.path.split('/').at(-1) ?? ''} ${range.start.line} ${text}`;
  });
}

async function rename(
  document: vscode.TextDocument,
  position: vscode.Position,
  name: string,
): Promise<void> {
  const change = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    position,
    name,
  );
  assert.equal(await vscode.workspace.applyEdit(change), true);
}

suite('navigation', () => {
  teardown(closeEverything);

  test('from a variable to its definition, in the file or in its environment', async () => {
    const document = await openFile('language/names.http');
    const definition = 'vscode.executeDefinitionProvider';
    assert.deepEqual(await places(definition, document, placeOf(document, 'host}}')), [
      'names.http 0 host',
    ]);
    const shared = placeOf(document, 'sharedHost');
    // The environment is read when somebody first asks for it.
    const found = await until(async () => {
      const all = await places(definition, document, shared);
      return all.length > 0 ? all : null;
    });
    assert.deepEqual(found, ['http-client.env.json 2 ']);
  });

  test('from a request that is used to its name', async () => {
    const document = await openFile('language/names.http');
    const definition = 'vscode.executeDefinitionProvider';
    for (const place of [placeOf(document, 'login.response'), placeOf(document, 'login', 1)]) {
      assert.deepEqual(await places(definition, document, place), ['names.http 4 login']);
    }
  });

  test('all references', async () => {
    const document = await openFile('language/names.http');
    const references = 'vscode.executeReferenceProvider';
    assert.deepEqual(await places(references, document, placeOf(document, 'host')), [
      'names.http 0 host',
      'names.http 5 host',
      'names.http 18 host',
      'names.http 23 host',
    ]);
    assert.deepEqual(await places(references, document, placeOf(document, 'login')), [
      'names.http 4 login',
      'names.http 11 login',
      'names.http 13 login',
    ]);
  });

  test('renaming a variable and a request', async () => {
    const lines = [
      '@host = a.test',
      '# @name login',
      'GET https://{{host}}/{{ host }}',
      '',
      '###',
      '# @ref login',
      'GET https://{{host}}/{{login.response.body.$.id}}',
    ];
    const document = await openHttp(lines);
    await rename(document, placeOf(document, 'host}}'), 'base');
    await rename(document, placeOf(document, 'login.response'), 'signIn');
    const expected = lines.join('\n').replaceAll('host', 'base').replaceAll('login', 'signIn');
    assert.equal(document.getText(), expected);
  });

  test('a name that would do harm is refused with the reason', async () => {
    const document = await openHttp(['@a = 1', '@b = 2', 'GET https://{{a}}/{{c}}']);
    const place = placeOf(document, 'a = 1');
    await assert.rejects(() => rename(document, place, 'b'), /already/);
    await assert.rejects(() => rename(document, place, 'a b'), /blanks/);
    await assert.rejects(() => rename(document, placeOf(document, 'c}}'), 'd'), /not defined/);
  });
});
