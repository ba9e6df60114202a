/** What is kept of the settings: asked for once, and never what was true before. */
import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Settings } from '../../src/editor/settings.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { api, closeEverything, openHttp, send, until } from './window.ts';

const folder = vscode.workspace.workspaceFolders![0]!.uri;
const file = vscode.Uri.joinPath(folder, 'simple.http');

type Row = readonly [name: string, value: unknown, asked: (settings: Settings) => unknown];

/** Of ours: where each is asked for at a send, and a value that is not the default. */
const ours: readonly Row[] = [
  ['pool.scope', 'file', (settings) => settings.scope()],
  ['run.parallel', 3, (settings) => settings.parallel()],
  ['cookies.keep', 'memory', (settings) => settings.cookies()],
  ['hints.enabled', false, (settings) => settings.hintsEnabled()],
  ['history.maxItems', 7, (settings) => settings.historyLimit()],
  ['annotation.content', 'short', (settings) => settings.annotations(file).content],
  ['annotation.maxLength', 12, (settings) => settings.annotations(file).maxLength],
  ['response.column', 'active', (settings) => settings.view(file.fsPath).column],
  ['response.focus', true, (settings) => settings.view(file.fsPath).takesFocus],
  ['response.mode', 'headers', (settings) => settings.view(file.fsPath).mode],
];

/** Of REST Client, which nobody has registered here: they are written as a person writes them. */
const theirs: readonly Row[] = [
  ['rest-client.previewOption', 'headers', (settings) => settings.view(file.fsPath).mode],
  ['rest-client.previewColumn', 'current', (settings) => settings.imported(file).column],
  [
    'rest-client.rememberCookiesForSubsequentRequests',
    false,
    (settings) => settings.cookies() === 'off',
  ],
  ['rest-client.defaultHeaders', { 'X-A': 'b' }, (settings) => settings.defaultHeaders().length],
  ['httpyac.environmentSelectedOnStart', 'dev', (settings) => settings.imported().environment],
];

suite('what is kept of the settings', () => {
  let server: ScriptedServer;
  suiteSetup(async () => {
    server = await startServer();
  });
  teardown(closeEverything);
  suiteTeardown(() => server.dispose());

  test('a send asks VS Code for none that an earlier one has asked for', async () => {
    const document = await openHttp([`GET ${server.origin}/ok`]);
    await send(document, 0);
    await send(document, 0);
    const asked: (string | undefined)[] = [];
    const workspace: { getConfiguration: typeof vscode.workspace.getConfiguration } =
      vscode.workspace;
    const { getConfiguration } = workspace;
    workspace.getConfiguration = (section, scope) => {
      asked.push(section);
      return getConfiguration(section, scope);
    };
    try {
      await send(document, 0);
    } finally {
      workspace.getConfiguration = getConfiguration;
    }
    assert.deepEqual(asked, []);
  });

  for (const [name, value, ask] of ours) {
    test(`another value of keepalive.${name} counts at once`, async () => {
      const { settings } = await api();
      const before = ask(settings);
      const set = (next: unknown): Thenable<void> =>
        vscode.workspace
          .getConfiguration('keepalive')
          .update(name, next, vscode.ConfigurationTarget.Global);
      await set(value);
      const meanwhile = ask(settings);
      await set(undefined);
      assert.deepEqual([meanwhile, ask(settings)], [value, before]);
    });
  }

  test('another value of a setting of other clients counts as soon as it is known', async () => {
    const { settings } = await api();
    const answers = (): readonly unknown[] => theirs.map(([, , ask]) => ask(settings));
    const before = answers();
    const written = vscode.Uri.joinPath(folder, '.vscode/settings.json');
    const values = Object.fromEntries(theirs.map(([name, value]) => [name, value]));
    await vscode.workspace.fs.writeFile(written, new TextEncoder().encode(JSON.stringify(values)));
    try {
      await until(() => String(answers()) === String(['headers', 'active', true, 1, 'dev']));
    } finally {
      const made = vscode.Uri.joinPath(folder, '.vscode');
      await vscode.workspace.fs.delete(made, { recursive: true });
    }
    await until(() => String(answers()) === String(before));
  });

  test('a wrong value of one is told, and its default counts', async () => {
    const { settings, onDidLog } = await api();
    const log: string[] = [];
    const listening = onDidLog((line) => log.push(line));
    const configuration = vscode.workspace.getConfiguration('keepalive');
    await configuration.update('cookies.keep', 'nowhere', vscode.ConfigurationTarget.Global);
    await until(() => log.some((line) => line.includes('keepalive.cookies.keep can not be')));
    assert.equal(settings.cookies(), 'secretStorage');
    await configuration.update('cookies.keep', undefined, vscode.ConfigurationTarget.Global);
    listening.dispose();
  });
});
