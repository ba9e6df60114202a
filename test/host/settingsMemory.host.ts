/** What is kept of the settings: asked for once, and never what was true before. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { isObject } from '../../src/editor/settingKinds.ts';
import type { Settings } from '../../src/editor/settings.ts';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import {
  certificateFile,
  certificateText,
  clientRows,
  file,
  folder,
  windowRows,
  type SettingRow,
} from './settingRows.ts';
import { api, closeEverything, openHttp, send, until } from './window.ts';

/** Of REST Client, which nobody has registered here: they are written as a person writes them. */
const theirs: readonly SettingRow<Settings>[] = [
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
    writeFileSync(certificateFile, certificateText);
  });
  teardown(closeEverything);
  suiteTeardown(async () => {
    rmSync(certificateFile);
    await server.dispose();
  });

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

  for (const [name, value, ask, expected = value] of windowRows) {
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
      assert.deepEqual([meanwhile, ask(settings)], [expected, before]);
    });
  }

  test('another value of each other setting of ours is what a client is made with', async () => {
    const { settings } = await api();
    const answers = (): readonly unknown[] => {
      const client = settings.read();
      return clientRows.map(([name, , ask]) => [name, ask(client)]);
    };
    const before = answers();
    const values = Object.fromEntries(clientRows.map(([name, value]) => [name, value]));
    await withOurs(values, () => {
      const expected = clientRows.map(([name, value, , expected = value]) => [name, expected]);
      assert.deepEqual(answers(), expected);
    });
    assert.deepEqual(answers(), before);
  });

  test('values of the wrong kind are told, and the defaults of the manifest count', async () => {
    const { settings, onDidLog } = await api();
    const log: string[] = [];
    const listening = onDidLog((line) => log.push(line));
    const answers = (): readonly unknown[] => [
      ...windowRows.map(([, , ask]) => ask(settings)),
      ...clientRows.map(([, , ask]) => ask(settings.read())),
    ];
    const before = answers();
    const wrong = [...windowRows, ...clientRows].map(([name, value]) => [
      name,
      isObject(value) ? 'wrong' : { wrong: true },
    ]);
    await withOurs(Object.fromEntries(wrong) as Readonly<Record<string, unknown>>, () => {
      assert.deepEqual(answers(), before);
    });
    listening.dispose();
    for (const [name] of clientRows) {
      const words = `keepalive.${name} can not be`;
      assert.equal(log.filter((line) => line.includes(words)).length, 1, words);
    }
  });

  test('another value of a setting of other clients counts as soon as it is known', async () => {
    const { settings } = await api();
    const answers = (): readonly unknown[] => theirs.map(([, , ask]) => ask(settings));
    const before = answers();
    const values = Object.fromEntries(theirs.map(([name, value]) => [name, value]));
    await withWorkspaceSettings(values, async () => {
      await until(() => String(answers()) === String(['headers', 'active', true, 1, 'dev']));
    });
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

/** As a person writes them, in the folder of the workspace. */
async function withWorkspaceSettings(
  values: Readonly<Record<string, unknown>>,
  work: () => Promise<void>,
): Promise<void> {
  const home = vscode.Uri.joinPath(folder, '.vscode');
  const content = new TextEncoder().encode(JSON.stringify(values));
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(home, 'settings.json'), content);
  try {
    await work();
  } finally {
    await vscode.workspace.fs.delete(home, { recursive: true });
  }
}

/** The same for settings of ours, which count while `look` looks, and no longer afterwards. */
async function withOurs(
  values: Readonly<Record<string, unknown>>,
  look: () => void,
): Promise<void> {
  const isSet = (): readonly boolean[] =>
    Object.keys(values).map((name) => {
      const found = vscode.workspace.getConfiguration('keepalive').inspect(name);
      return found?.workspaceValue !== undefined;
    });
  const written = Object.entries(values).map(([name, value]) => [`keepalive.${name}`, value]);
  await withWorkspaceSettings(Object.fromEntries(written) as typeof values, async () => {
    await until(() => isSet().every(Boolean));
    look();
  });
  await until(() => !isSet().some(Boolean));
}
