import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { annotation, closeEverything, lenses, openHttp, send, until } from './window.ts';

suite('response', () => {
  let origin = '';
  const server = http.createServer((request, response) => {
    const [type, body] = answers[request.url ?? ''] ?? ['text/plain', 'plain'];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  suiteSetup(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  teardown(closeEverything);
  suiteTeardown(() => {
    server.closeAllConnections();
    server.close();
  });

  async function check(path: string, languageId: string, includes: string): Promise<void> {
    await openHttp([`GET ${origin}${path}`]);
    await vscode.commands.executeCommand('keepalive.send');
    // The response before may still be on the screen, and a new one is plain text at first.
    await until(() => {
      const document = shownResponse();
      return document?.languageId === languageId && document.getText().includes(includes);
    });
  }

  test('a body in a rare charset is read by it, and by none of the common ones', async () => {
    await check('/cp437', 'plaintext', 'Käse ═ ½');
    await check('/windows-1251', 'plaintext', 'Привет');
    await check('/gb18030', 'plaintext', '你好');
  });

  test('JSON is shown as JSON, beside the request, which keeps the focus', async () => {
    await check('/json', 'json', '"answer"');
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'http');
    const [request, response] = vscode.window.visibleTextEditors.map(
      ({ viewColumn }) => viewColumn,
    );
    assert.notEqual(request, response);
  });

  test('HTML is shown as HTML', () => check('/html', 'html-response', '<p>'));

  test('what VS Code thinks of a page is not among the problems of the user', async () => {
    await check('/faulty', 'html-response', '<p>');
    const response = shownResponse();
    assert.ok(response);
    // It thinks something of the same text in a document of the user's.
    const content = String(answers['/faulty']?.[1]);
    const page = await vscode.workspace.openTextDocument({ language: 'html', content });
    await vscode.window.showTextDocument(page);
    await until(() => vscode.languages.getDiagnostics(page.uri).length > 0);
    assert.deepEqual(vscode.languages.getDiagnostics(response.uri), []);
  });

  test('XML is shown as XML', () => check('/xml', 'xml', '<a/>'));
  test('plain text is shown as it came', () => check('/text', 'plaintext', 'plain'));

  test('a response is named by its request and can not be edited', async () => {
    const document = await openHttp(['# @name login', `GET ${origin}/json`]);
    await send(document, 1);
    const response = await until(shownResponse);
    assert.equal(response.uri.path, '/login · 200 OK');
    const editor = await vscode.window.showTextDocument(response);
    const before = response.getText();
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(editor.document.getText(), before);
    assert.equal(response.isDirty, false);
  });

  test('the headers are one step from the body', async () => {
    const document = await openHttp([`GET ${origin}/json`]);
    await send(document, 0);
    await until(shownResponse);
    await vscode.commands.executeCommand('keepalive.showHeaders');
    const headers = await until(() => {
      const shown = shownResponse();
      return shown?.uri.query === 'headers' ? shown : null;
    });
    assert.match(headers.getText(), /^HTTP\/1\.1 200 OK\ncontent-type: application\/json\n/);
    assert.ok((await lenses(headers, 0)).includes('Body'));
  });

  test('a closed response can be shown again', async () => {
    const document = await openHttp([`GET ${origin}/json`]);
    await send(document, 0);
    const response = await until(shownResponse);
    const text = response.getText();
    await vscode.window.showTextDocument(response, vscode.ViewColumn.Two);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until(() => shownResponse() === null);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('keepalive.showResponse');
    assert.equal((await until(shownResponse)).getText(), text);
    assert.match((await annotation(document, 0)) ?? '', /^200 /);
  });
});

const answers: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
  '/json': ['application/json', '{"answer":42}'],
  '/html': ['text/html; charset=utf-8', '<p>Hello</p>'],
  '/faulty': ['text/html', '<style>a {}</style><script>let = ;</script><p>'],
  '/xml': ['application/xml', '<a/>'],
  '/cp437': ['text/plain; charset=cp437', Buffer.from('4b84736520cd20ab', 'hex')],
  '/windows-1251': ['text/plain; charset=windows-1251', Buffer.from('cff0e8e2e5f2', 'hex')],
  '/gb18030': ['text/plain; charset=gb18030', Buffer.from('c4e3bac3', 'hex')],
};

function shownResponse(): vscode.TextDocument | null {
  const documents = vscode.window.visibleTextEditors.map((editor) => editor.document);
  return documents.find(({ uri }) => uri.scheme === 'keepalive-response') ?? null;
}
