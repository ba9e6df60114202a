import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { closeEverything, lenses, openHttp, placeOf, send, until } from './window.ts';

suite('response view', () => {
  let origin = '';
  let calls = 0;
  /** Answers `/held`. */
  let held: (() => void) | null = null;
  const server = http.createServer((request, response) => {
    calls += 1;
    if (request.url === '/held') {
      held = () => response.end('held');
      return;
    }
    const answer = answers[request.url ?? ''] ?? ['application/json', `{"call":${String(calls)}}`];
    response.writeHead(200, { 'content-type': answer[0] }).end(answer[1]);
  });
  suiteSetup(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  teardown(async () => {
    await set('response.mode', undefined);
    await set('response.focus', undefined);
    await set('response.column', undefined);
    await closeEverything();
  });
  suiteTeardown(() => {
    server.closeAllConnections();
    server.close();
  });

  async function sendTo(path: string): Promise<vscode.TextDocument> {
    const document = await openHttp([`GET ${origin}${path}`]);
    await send(document, 0);
    return document;
  }

  test('the view is switched in place, from full to exchange to body', async () => {
    await sendTo('/json');
    const body = await until(() => shown(''));
    await vscode.window.showTextDocument(body, vscode.ViewColumn.Two);
    await vscode.commands.executeCommand('keepalive.showFull');
    const full = await until(() => shown('full'));
    assert.match(full.getText(), /^HTTP\/1\.1 200 OK\n[^]*\n\n\{\n {2}"call": \d+\n\}$/);
    assert.equal(full.languageId, 'http-response');
    await vscode.commands.executeCommand('keepalive.showExchange');
    const exchange = await until(() => shown('exchange'));
    assert.match(
      exchange.getText(),
      /^GET http:\/\/127\.0\.0\.1:\d+\/json HTTP\/1\.1\nhost: 127\.0\.0\.1:\d+\n/,
    );
    await vscode.commands.executeCommand('keepalive.showBody');
    await until(() => shown(''));
    const groups = vscode.window.tabGroups.all;
    assert.ok(groups.length <= 2 && groups.every(({ tabs }) => tabs.length === 1), 'one tab each');
  });

  test('the settings say what is shown, where, and who has the focus', async () => {
    await set('response.mode', 'headers');
    await set('response.focus', true);
    await set('response.column', 'active');
    await sendTo('/json');
    const headers = await until(() => shown('headers'));
    await until(() => vscode.window.activeTextEditor?.document === headers);
    assert.equal(vscode.window.tabGroups.all.length, 1);
  });

  test('an image is shown as one, and its bytes in hex when asked for', async () => {
    await sendTo('/image.png');
    await until(() => webviews().some(({ label }) => label.endsWith('200 OK')));
    await vscode.commands.executeCommand('keepalive.showBody');
    assert.match((await until(() => shown(''))).getText(), /^Binary body: image\/png, 8 bytes\n/);
  });

  test('HTML is text first, and previewed when asked for', async () => {
    await sendTo('/page.html');
    const text = await until(() => shown(''));
    assert.ok((await lenses(text, 0)).includes('Preview'));
    assert.equal(webviews().length, 0);
    await vscode.commands.executeCommand('keepalive.previewResponse');
    await until(() => webviews().length === 1);
  });

  test('the path to a place in JSON, and the body, can be copied', async () => {
    await sendTo('/list');
    const document = await until(() => shown(''));
    const editor = await vscode.window.showTextDocument(document);
    const place = placeOf(document, '"two"');
    editor.selection = new vscode.Selection(place, place);
    await vscode.commands.executeCommand('keepalive.copyJsonPath');
    assert.equal(await vscode.env.clipboard.readText(), "$.items[1]['a name']");
    await vscode.commands.executeCommand('keepalive.copyBody');
    assert.equal(await vscode.env.clipboard.readText(), answers['/list']?.[1]);
  });

  test('a long file that was sent is named in the exchange, and a link leads to it', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'sent.bin');
    await vscode.workspace.fs.writeFile(file, new Uint8Array(1_200_000));
    try {
      const document = await openHttp([`POST ${origin}/json`, '', '< ./sent.bin']);
      await send(document, 0);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    await vscode.commands.executeCommand('keepalive.showExchange');
    const exchange = await until(() => shown('exchange'));
    assert.match(
      exchange.getText(),
      /\n# A body of 1\.2 MB, which is not kept\n# It was read from /,
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      exchange.uri,
    );
    // VS Code makes links of addresses by itself.
    const toFiles = links.filter(({ target }) => target?.scheme === 'file');
    const targets = toFiles.map(({ range, target }) => [exchange.getText(range), target?.fsPath]);
    assert.deepEqual(targets, [[`# It was read from ${file.fsPath}`, file.fsPath]]);
  });

  test('a response is compared with the one before it', async () => {
    const document = await sendTo('/json');
    await send(document, 0);
    await vscode.commands.executeCommand('keepalive.compareWithPrevious');
    const diff = await until(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff ? input : null;
    });
    const [before, after] = await Promise.all(
      [diff.original, diff.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    const number = (one: vscode.TextDocument | undefined): number =>
      Number(/"call": (\d+)/.exec(one?.getText() ?? '')?.[1]);
    assert.equal(number(after), number(before) + 1);
  });

  test('where tabs are no previews, a response takes the place of the one before, but not of one that is pinned', async function () {
    this.timeout(60_000);
    const editors = vscode.workspace.getConfiguration('workbench.editor');
    await editors.update('enablePreview', false, vscode.ConfigurationTarget.Global);
    try {
      const document = await sendTo('/json');
      const pinned = await until(() => shown(''));
      await vscode.window.showTextDocument(pinned, vscode.ViewColumn.Two);
      await vscode.commands.executeCommand('workbench.action.pinEditor');
      await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
      for (let count = 0; count < 21; count++) await send(document, 0);
      await until(() => responseTabs().length === 2);
      assert.equal(vscode.window.tabGroups.all.length, 2);
      // It has been kept, however many have come since.
      assert.ok((await lenses(pinned, 0)).includes('Save…'));
      await vscode.commands.executeCommand('keepalive.copyBody', pinned.uri);
      assert.match(await vscode.env.clipboard.readText(), /^\{"call":\d+\}$/);
    } finally {
      await editors.update('enablePreview', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('a response stands beside its request, whatever column one has gone to meanwhile', async () => {
    const beside = await vscode.workspace.openTextDocument({ content: 'code' });
    await vscode.window.showTextDocument(beside, vscode.ViewColumn.Two);
    const document = await openHttp([`GET ${origin}/held`]);
    const sending = send(document, 0);
    const release = await until(() => held);
    await vscode.window.showTextDocument(beside, vscode.ViewColumn.Two);
    release();
    await sending;
    await until(() => shown(''));
    assert.deepEqual(
      vscode.window.tabGroups.all.map(({ tabs }) => tabs.length),
      [1, 2],
    );
  });

  test('what a hostile body holds is told above it', async () => {
    await sendTo('/hostile');
    const document = await until(() => shown(''));
    const titles = (await lenses(document, 0)).join('\n');
    assert.match(titles, /escape sequences for a terminal/);
    assert.match(titles, /Changes the direction of writing \(1 mark\)/);
    assert.match(titles, /a line of 10\.0 MB/);
  });
});

const answers: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
  '/image.png': ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  '/page.html': ['text/html', '<script>document.title = "ran"</script><p>Hello</p>'],
  '/list': ['application/json', '{"items":["one",{"a name":"two"}]}'],
  '/hostile': ['text/plain', `\u001b[31mred \u202egpj ${'x'.repeat(10_000_000)}`],
};

function shown(query: string): vscode.TextDocument | null {
  const documents = vscode.window.visibleTextEditors.map((editor) => editor.document);
  const isMeant = ({ uri }: vscode.TextDocument): boolean =>
    uri.scheme === 'keepalive-response' && uri.query === query;
  return documents.find(isMeant) ?? null;
}

function webviews(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputWebview);
}

async function set(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('keepalive');
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

function responseTabs(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) =>
      input instanceof vscode.TabInputText && input.uri.scheme === 'keepalive-response',
  );
}
