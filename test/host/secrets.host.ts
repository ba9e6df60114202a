/** A marker in every place that a secret can sit in, looked for wherever something is shown or kept. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startScriptedProxy, type ScriptedProxy } from '../support/scriptedProxy.ts';
import { startTellTale, type TellTale } from '../support/tellTale.ts';
import {
  annotation,
  api,
  closeEverything,
  hover,
  lenses,
  openHttp,
  send,
  until,
} from './window.ts';

const marker = (place: string): string => `MARKER${place}`;

suite('secrets', () => {
  let server: TellTale;
  let proxy: ScriptedProxy;

  suiteSetup(async () => {
    server = await startTellTale(marker('jar'));
    proxy = await startScriptedProxy({ credentials: `ada:${marker('proxyuser')}` });
  });
  teardown(async () => {
    await setProxy(undefined);
    await closeEverything();
  });
  suiteTeardown(async () => {
    await server.dispose();
    await proxy.dispose();
  });

  test('none is in the log, on the disk, behind, over or in the words about a request', async () => {
    const { storage, onDidLog, history } = await api();
    const log: string[] = [];
    const listening = onDidLog((line) => log.push(line));
    const planted = await plantFiles();
    await setProxy(`http://ada:${marker('proxyuser')}@127.0.0.1:${String(proxy.port)}`);
    const document = await openHttp([
      '@fromFile = {{$dotenv API_PASSWORD}}',
      '',
      '# @name planted',
      `POST http://grace:${marker('userinfo')}@${server.place}/{{$dotenv API_PASSWORD}}?access_token=${marker('query')}`,
      `Authorization: Bearer ${marker('bearer')}`,
      `Cookie: sid=${marker('cookie')}`,
      `X-Api-Key: ${marker('apikey')}`,
      'X-Plain: {{fromFile}}',
      'X-Private: {{key}}',
      `X-Asked: {{$password code $value: ${marker('prompt')}}}`,
      'Content-Type: application/json',
      '',
      `{ "password": "${marker('bodyfield')}", "other": "{{key}}" }`,
    ]);
    try {
      // A new file is seen a little later; until then its variable is unknown and nothing is sent.
      await until(() => saidYes(() => send(document, 3)));
      // The second one carries the cookie that the first one was given, and is the run that is exported.
      await saidYes(() => vscode.commands.executeCommand('keepalive.sendAll'));
    } finally {
      for (const file of planted) await vscode.workspace.fs.delete(file);
    }
    await until(async () => (await history.list())[0]?.headline.title === 'planted');
    await until(() => log.some((line) => line.includes('X-Private')));
    listening.dispose();
    const received = server.received.join('\n');
    for (const place of ['bearer', 'query', 'cookie', 'apikey', 'dotenv', 'private', 'prompt']) {
      assert.ok(received.includes(marker(place)), `${place} was sent`);
    }
    assert.ok(received.includes(marker('bodyfield')) && received.includes(marker('jar')));
    assert.ok(proxy.credentials.length > 0, 'the proxy was told who asks');

    const [item] = await history.list();
    const remembered = await history.read(item?.id ?? 0);
    const request = { uri: document.uri.toString(), line: 3 };
    const shown = async (mode: string): Promise<vscode.TextDocument> => {
      const command = `keepalive.show${mode.charAt(0).toUpperCase()}${mode.slice(1)}`;
      await vscode.commands.executeCommand(command, request);
      // One of another test may still be open.
      return until(() =>
        vscode.workspace.textDocuments.find(
          ({ uri, getText }) => uri.query === mode && /set-cookie: session/i.test(getText()),
        ),
      );
    };
    const [exchange, headers, full] = [
      await shown('exchange'),
      await shown('headers'),
      await shown('full'),
    ];
    const har = vscode.Uri.file(join(storage, 'exchanges.har'));
    // Asked of which requests, where more has been sent in this window: of those of the last run.
    await saidYes(() => vscode.commands.executeCommand('keepalive.exportHar', har));
    const written = async (command: string, name: string): Promise<string> => {
      const file = vscode.Uri.file(join(storage, name));
      await saidYes(() => vscode.commands.executeCommand(command, file));
      return readFileSync(file.fsPath, 'utf8');
    };
    const exported = {
      'report as JSON': await written('keepalive.exportReuseReport', 'report.json'),
      'report as a page': await written('keepalive.exportReuseReport', 'report.html'),
      'picture of the run': await written('keepalive.saveRun', 'run.svg'),
      'connection copied': await copiedConnection(document, 3),
      'what was learned of origins': await shownProfiles(),
    };
    const [head = '', body = ''] = full.getText().split('\n\n');
    const places = {
      log: log.join('\n'),
      headline: JSON.stringify(item),
      annotation: (await annotation(document, 3)) ?? '',
      lens: (await lenses(document, 3)).join('\n'),
      hover: await hover(document, 3),
      'hover on a variable of .env': await hover(document, 7, 13),
      'hover on a variable of the private environment': await hover(document, 8, 15),
      'exchange in the history': JSON.stringify(remembered?.exchange),
      'body in the history': Buffer.from(remembered?.exchange.body.bytes() ?? []).toString(),
      'exchange shown': exchange.getText(),
      'headers shown': headers.getText(),
      'head of all that is shown': head,
      HAR: readFileSync(har.fsPath, 'utf8'),
      'title of the exchange shown': exchange.uri.toString(),
      ...exported,
    };
    const proxyAuthorization = Buffer.from(`ada:${marker('proxyuser')}`).toString('base64');
    // One after the other: long bodies of other tests may be among them, too long for one text.
    const holding = (text: string): readonly string[] =>
      filesUnder(storage).filter((path) => readFileSync(path).includes(text));
    assert.notDeepEqual(holding('planted'), [], 'the exchange is on the disk');
    assert.deepEqual(holding('MARKER'), []);
    assert.deepEqual(holding(proxyAuthorization), []);
    assert.match(places.log, /X-Private: \*\*\*/);
    assert.match(places['exchange shown'], /X-Private: \*\*\*/);
    assert.match(places['exchange shown'], /"pairs": \[/);
    assert.match(places.HAR, /\\"pairs\\":/);
    assert.match(places['body in the history'], /"pairs":/);
    for (const [place, text] of Object.entries(exported)) {
      assert.ok(text.includes(server.place), `it is about what was sent: ${place}`);
    }
    for (const [place, text] of Object.entries(places)) {
      assert.notEqual(text, '', place);
      assert.ok(!text.includes('MARKER'), `${/MARKER\w+/.exec(text)?.[0] ?? ''} in: ${place}`);
      assert.ok(!text.includes(proxyAuthorization), `proxy authorization in: ${place}`);
    }
    // The body that a person looks at is what came, and so is what is copied.
    assert.ok(body.includes(marker('dotenv')) && body.includes(marker('bearer')));
    await vscode.commands.executeCommand('keepalive.copyHeaders', full.uri);
    assert.match(
      await vscode.env.clipboard.readText(),
      /\nset-cookie: session=MARKERjar; Path=\//i,
    );
  });
});

/** What is copied in the Connections view of the connection that a request went over. */
async function copiedConnection(document: vscode.TextDocument, line: number): Promise<string> {
  const connection = (await api()).exchange(document, line)?.hops.at(-1)?.connection?.id;
  assert.ok(connection);
  return until(async () => {
    await vscode.commands.executeCommand('keepalive.showConnections', { connection });
    await vscode.commands.executeCommand('keepalive.copyConnection');
    const text = await vscode.env.clipboard.readText();
    return text.startsWith(`#${String(connection)} to `) ? text : null;
  });
}

async function shownProfiles(): Promise<string> {
  await vscode.commands.executeCommand('keepalive.exportOriginProfiles');
  const shown = vscode.window.activeTextEditor?.document;
  assert.equal(shown?.languageId, 'json');
  return shown.getText();
}

/** Does what asks questions, and says yes to the value that each of them begins with. */
async function saidYes<Value>(work: () => Thenable<Value>): Promise<Value> {
  const working = work();
  const isOver = working.then(() => true);
  const pause = (): Promise<boolean> =>
    new Promise((resolve) => setTimeout(resolve, 50)).then(() => false);
  while (!(await Promise.race([isOver, pause()]))) {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
  return working;
}

async function plantFiles(): Promise<readonly vscode.Uri[]> {
  const root = vscode.workspace.workspaceFolders![0]!.uri;
  const texts = {
    '.env': `API_PASSWORD=${marker('dotenv')}\n`,
    'http-client.private.env.json': JSON.stringify({ $shared: { key: marker('private') } }),
  };
  return Promise.all(
    Object.entries(texts).map(async ([name, text]) => {
      const uri = vscode.Uri.joinPath(root, name);
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      return uri;
    }),
  );
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

async function setProxy(value: string | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('http');
  await configuration.update('proxy', value, vscode.ConfigurationTarget.Global);
}
