/** A folder that nobody trusts: everything reads, nothing sends, and no file or variable is read. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer } from '../support/scriptedServer.ts';
import type { ScriptedServer } from '../support/scriptedServer.ts';
import {
  annotation,
  api,
  closeEverything,
  extensionId,
  hover,
  lenses,
  openFile,
  placeOf,
} from '../host/window.ts';

/** What the files and the process of `scripts/testing/restrictedTests.ts` hold. */
const marker = 'MARKER';

suite('in a folder that is not trusted', () => {
  let server: ScriptedServer;
  let document: vscode.TextDocument;
  let lines: readonly string[];

  suiteSetup(async () => {
    server = await startServer();
    lines = [
      `@origin = ${server.origin}`,
      '',
      '### Plain',
      '# @name plain',
      'GET {{origin}}/ok',
      '',
      '### From a file',
      'POST {{origin}}/echo?from=file',
      '',
      '< ./body.json',
      '',
      '### From .env',
      'GET {{origin}}/ok?dotenv={{$dotenv API_PASSWORD}}',
      '',
      '### From the process',
      'GET {{origin}}/ok?process={{$processEnv KEEPALIVE_PLANTED}}',
      '',
      '### From an environment',
      'GET {{origin}}/ok?environment={{key}}',
      '',
      '### Wrong',
      'GET {{origin}}/{{nowhere}}',
      '',
      '###',
      'GET {{plain.response.body.$.a}}',
      '',
      '### Saved',
      'GET {{origin}}/ok?saved',
      '',
      '>>! ./written.txt',
    ];
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const uri = vscode.Uri.joinPath(folder, 'all.http');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(lines.join('\n')));
    await api();
  });
  teardown(closeEverything);

  async function open(): Promise<void> {
    document = await openFile('all.http');
  }

  test('it is in Restricted Mode, and the extension is at work', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
    await open();
    assert.equal(document.languageId, 'http');
  });

  test('no body file, no environment file and no variable of the process is read', async () => {
    await open();
    const said: string[] = [];
    for (const [line, text] of lines.entries()) {
      for (let column = 0; column < text.length; column += 4) {
        said.push(await hover(document, line, column));
      }
      said.push(...(await lenses(document, line)), (await annotation(document, line)) ?? '');
    }
    const all = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      placeOf(document, '{{key}}').translate(0, 2),
    );
    said.push(JSON.stringify(all.items));
    said.push(JSON.stringify(vscode.languages.getDiagnostics(document.uri)));
    assert.ok(!said.join('\n').includes(marker), /.{80}MARKER.*/.exec(said.join('\n'))?.[0]);
    assert.ok(!all.items.some(({ label }) => label === 'key'), 'no name of an environment file');

    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const isRead = (name: string): boolean => {
      const { atimeMs, birthtimeMs } = statSync(join(folder, name));
      return atimeMs > birthtimeMs + 5;
    };
    // A disk that keeps no times of reading can't tell.
    readFileSync(join(folder, 'control.txt'));
    if (isRead('control.txt')) {
      for (const name of ['body.json', '.env', 'http-client.private.env.json']) {
        assert.equal(isRead(name), false, `${name} was read`);
      }
    }
    await assert.rejects(async () => {
      await vscode.workspace.fs.stat(vscode.Uri.file(join(folder, 'written.txt')));
    });
  });
});
