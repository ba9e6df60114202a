import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startEchoServer, type EchoServer } from '../support/echoServer.ts';
import { annotation, closeEverything, hover, lenses, openHttp, send, until } from './window.ts';

const encoder = new TextEncoder();

suite('environments', () => {
  let server: EchoServer;

  suiteSetup(async () => {
    server = await startEchoServer();
    const { origin } = server;
    await write(
      'http-client.env.json',
      JSON.stringify({ dev: { base: origin, who: 'dev' }, prod: { base: origin } }),
    );
    await write('http-client.private.env.json', '{"dev": {"key": "private-key-1"}}');
    await write('.env', 'FROM_DOTENV=dotenv-value\n');
    await write('body.txt', 'from {{who}}');
    await write(
      'env.http',
      'GET {{base}}/{{who}}/{{key}}/{{$dotenv FROM_DOTENV}}\n\n###\nPOST {{base}}/body\n\n<@ body.txt\n\n###\nPOST {{base}}/none\n\n< nope.txt\n',
    );
  });
  suiteTeardown(async () => {
    await choose(null);
    for (const name of [
      'http-client.env.json',
      'http-client.private.env.json',
      '.env',
      'body.txt',
      'env.http',
    ]) {
      await vscode.workspace.fs.delete(fileIn(name));
    }
    await server.dispose();
  });
  teardown(async () => {
    await choose(null);
    await closeEverything();
  });

  test('the one that is chosen counts, in the diagnostics and in what is sent', async () => {
    const document = await open('env.http');
    await until(() =>
      problems(document).some((text) => /choose an environment: dev, prod/.test(text)),
    );
    assert.equal(await send(document, 0), null);
    await choose('dev');
    await until(() => problems(document).length === 0);
    assert.equal((await send(document, 0))?.failure, null);
    assert.equal(server.lines().at(-1), 'GET /dev/private-key-1/dotenv-value');
    await choose('prod');
    await until(() => problems(document).some((text) => /`who` has no value/.test(text)));
  });

  test('no variable is called unknown before the files that define it are read', async () => {
    const folder = fileIn('opened');
    const place = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
    const put = (name: string, text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(place(name), encoder.encode(text));
    await put('.env', 'first=1\n');
    await put('a.http', 'GET http://a.test/{{first}}/{{second}}\n');
    const seen: string[] = [];
    // Ours is told after that of the extension, which looks at a document as soon as it is there.
    const listener = vscode.workspace.onDidOpenTextDocument((document) => {
      if (document.uri.path.endsWith('/opened/a.http')) seen.push(...problems(document));
    });
    try {
      const document = await vscode.workspace.openTextDocument(place('a.http'));
      await until(() => problems(document).length > 0);
      seen.push(...problems(document));
      assert.equal(seen.length, 1, seen.join('\n'));
      assert.match(seen[0] ?? '', /`second` has no value/);
    } finally {
      listener.dispose();
      await vscode.workspace.fs.delete(folder, { recursive: true });
    }
  });

  test('it is picked from a list', async () => {
    await open('env.http');
    const picking = vscode.commands.executeCommand('keepalive.selectEnvironment');
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return Promise.race([picking.then(() => true), pause(100).then(() => false)]);
    });
    const document = await open('env.http');
    await until(() => problems(document).length === 0);
  });

  test('secrets are in no hover', async () => {
    const document = await open('env.http');
    await choose('dev');
    await send(document, 0);
    const place = document.getText().indexOf('{{key}}') + 3;
    const variable = await hover(document, 0, place);
    assert.match(variable, /http-client\.private\.env\.json/);
    const text = (await hover(document, 0)) + variable;
    for (const secret of ['private-key-1', 'dotenv-value'])
      assert.equal(text.includes(secret), false);
  });

  test('a body comes from a file beside the document; one that is not there is named', async () => {
    const document = await open('env.http');
    await choose('dev');
    await send(document, 3);
    assert.equal(server.arrivals.at(-1)?.body.toString(), 'from dev');
    const before = server.arrivals.length;
    assert.equal(await send(document, 8), null);
    assert.match((await annotation(document, 8)) ?? '', /^not sent · There is no file `nope\.txt`/);
    assert.match(await hover(document, 8), /^\*\*Not sent\*\* · There is no file/);
    assert.equal(server.arrivals.length, before);
  });

  test('a malformed file is told where it is wrong, until it is mended', async () => {
    const document = await open('env.http');
    const uri = fileIn('http-client.private.env.json');
    await write('http-client.private.env.json', '{\n  "dev": {\n');
    await until(() => vscode.languages.getDiagnostics(uri)[0]?.range.start.line === 2);
    await write('http-client.private.env.json', '{"dev": {"key": "private-key-1"}}');
    await until(() => vscode.languages.getDiagnostics(uri).length === 0);
    await choose('dev');
    await until(() => problems(document).length === 0);
  });

  test('settings of REST Client are used, as they stand in settings.json', async () => {
    const settings = { 'rest-client.defaultHeaders': { 'X-Mine': 'yes' } };
    const document = await open('env.http');
    await choose('dev');
    const header = async (): Promise<unknown> => {
      await send(document, 3);
      return server.arrivals.at(-1)?.headers['x-mine'] ?? 'none';
    };
    await write('.vscode/settings.json', JSON.stringify(settings));
    await until(async () => (await header()) === 'yes');
    await vscode.workspace.fs.delete(fileIn('.vscode'), { recursive: true });
    await until(async () => (await header()) === 'none');
  });
});

suite('what a request needs first', () => {
  let server: EchoServer;

  suiteSetup(async () => {
    server = await startEchoServer();
  });
  suiteTeardown(() => server.dispose());
  teardown(closeEverything);

  test('what is asked is answered, and the request sent', async () => {
    const reference = '{{$input user $value: ada}}/{{$pick size $value: S,M}}';
    const document = await openHttp([`GET ${server.origin}/${reference}`]);
    await until(async () => /first to 127/.test((await lenses(document, 0)).join()));
    await acceptUntil(send(document, 0));
    assert.equal(server.lines().at(-1), 'GET /ada/S');
  });

  test('what is answered once is asked again when it is forgotten, or its file was closed', async () => {
    const lines = [`GET ${server.origin}/{{$input-askonce user $value: ada}}`];
    const document = await openHttp(lines);
    await acceptUntil(send(document, 0));
    assert.equal(server.lines().at(-1), 'GET /ada');
    assert.equal((await send(document, 0))?.failure, null);
    await vscode.commands.executeCommand('keepalive.forgetAnswers');
    await escaped(send(document, 0));

    await acceptUntil(send(document, 0));
    const language = (id: string): Thenable<vscode.TextDocument> =>
      vscode.languages.setTextDocumentLanguage(document, id);
    // For an extension a document in another language is another one: this one is closed.
    await language('plaintext');
    await language('http');
    await escaped(send(document, 0));
  });

  test('who escapes the prompt sends nothing, and is told nothing', async () => {
    const document = await openHttp(['# @prompt user', `GET ${server.origin}/{{user}}`]);
    const before = server.arrivals.length;
    const sending = send(document, 1);
    await escaped(sending);
    assert.equal(await annotation(document, 1), null);
    assert.equal(server.arrivals.length, before);
  });

  test('a request that was not sent yet is sent first, after a yes; then its response is there', async () => {
    const document = await openHttp([
      '# @name login',
      `POST ${server.origin}/login`,
      '',
      '###',
      `GET ${server.origin}/{{login.response.body.$.token}}`,
    ]);
    const sending = send(document, 4);
    await acceptUntil(sending);
    assert.deepEqual(server.lines().slice(-2), ['POST /login', 'GET /token-of-login']);
    assert.match((await annotation(document, 1)) ?? '', /^200/);
    assert.match((await annotation(document, 4)) ?? '', /^200/);
    await send(document, 4);
    assert.equal(server.lines().filter((line) => line === 'POST /login').length, 1);
  });

  test('a document of no file system has no files around it, and no problem because of that', async () => {
    const uri = vscode.Uri.parse('keepalive-report:/Connection reuse.md');
    const report = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(report, 'http');
    await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri);
    // Ends when what is around every document has been read anew.
    await choose('prod');
    const found = vscode.languages.getDiagnostics().flatMap(([, each]) => each);
    assert.deepEqual(
      found.filter(({ code }) => code === 'environment-file'),
      [],
    );
  });
});

/** Accepts whatever is asked, until the send is over. */
async function acceptUntil(sending: Promise<unknown>): Promise<void> {
  await until(async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return Promise.race([sending.then(() => true), pause(100).then(() => false)]);
  });
}

/** Escapes what is asked, until nothing was sent. */
async function escaped(sending: Promise<unknown>): Promise<void> {
  await until(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return Promise.race([sending.then(() => true), pause(100).then(() => false)]);
  });
  assert.equal(await sending, null);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function fileIn(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
}

async function write(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(fileIn(name), encoder.encode(text));
}

async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileIn(name));
  await vscode.window.showTextDocument(document);
  return document;
}

function choose(name: string | null): Thenable<unknown> {
  return vscode.commands.executeCommand('keepalive.selectEnvironment', name);
}

function problems(document: vscode.TextDocument): readonly string[] {
  return vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
}
