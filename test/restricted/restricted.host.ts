/** A folder that nobody trusts: everything reads, nothing sends, and no file or variable is read. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { exchange as anExchange } from '../unit/insight/exchanges.ts';
import {
  annotation,
  api,
  closeEverything,
  extensionId,
  hover,
  lenses,
  openFile,
  placeOf,
  problems,
  send,
} from '../host/window.ts';

type Manifest = {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
  };
};

/** What the files and the process of `scripts/testing/restrictedTests.ts` hold. */
const marker = 'MARKER';

suite('in a folder that is not trusted', () => {
  let server: ScriptedServer;
  let document: vscode.TextDocument;
  let lines: readonly string[];
  const lineOf = (text: string): number => lines.findIndex((line) => line.includes(text));

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

  test('everything reads: outline, folds, problems, completion, hover, lens, definition, format', async () => {
    await open();
    const ask = <T>(command: string, ...rest: readonly unknown[]): Thenable<T> =>
      vscode.commands.executeCommand<T>(command, document.uri, ...rest);
    const symbols = await ask<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider');
    assert.ok(symbols.length >= 8, String(symbols.length));
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider');
    assert.ok(folds.length >= 8, String(folds.length));
    const found = await problems(document, (codes) => codes.includes('unresolved-variable'));
    assert.ok(found.some(({ message }) => message.includes('nowhere')));
    const at = placeOf(document, '{{origin}}').translate(0, 2);
    const offered = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', at);
    assert.ok(offered.items.some(({ label }) => label === 'origin'));
    const definitions = await ask<vscode.Location[]>('vscode.executeDefinitionProvider', at);
    assert.equal(definitions[0]?.range.start.line, 0);
    assert.match(await hover(document, lineOf('GET {{origin}}/ok')), /Not sent yet/);
    assert.equal((await lenses(document, 4))[0], 'Trust this workspace to send');
    await ask('vscode.executeFormatDocumentProvider', { tabSize: 2, insertSpaces: true });
  });

  test('no command that sends does, whoever calls it', async function () {
    this.timeout(60_000);
    await open();
    const { history } = await api();
    // Something to send again.
    history.add(anExchange());
    for (const line of [4, 7, 12, 15, 18, 21, 24, 27]) {
      for (const command of ['keepalive.send', 'keepalive.sendFresh', 'keepalive.measureReuse']) {
        assert.ok(!(await send(document, line, command)), `${command} on line ${String(line)}`);
      }
      assert.match((await annotation(document, line)) ?? '', /^not sent · .*not trusted/);
    }
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(3, 0, 5, 0);
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest;
    const sending = manifest.contributes.commands.filter(
      ({ enablement }) => enablement === 'isWorkspaceTrusted',
    );
    assert.ok(sending.length >= 6, String(sending.length));
    for (const { command } of sending) await vscode.commands.executeCommand(command);
    assert.equal(server.connections.length, 0);
    assert.equal((await api()).snapshot().connections.length, 0);
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
    const isRead = (name: string): boolean => statSync(join(folder, name)).atimeMs > 0;
    for (const name of ['body.json', '.env', 'http-client.private.env.json']) {
      assert.equal(isRead(name), false, `${name} was read`);
    }
    readFileSync(join(folder, 'control.txt'));
    assert.ok(isRead('control.txt'), `The disk of ${folder} has to note when a file is read`);
    await assert.rejects(async () => {
      await vscode.workspace.fs.stat(vscode.Uri.file(join(folder, 'written.txt')));
    });
  });
});
