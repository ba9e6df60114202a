import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { defaultSettings } from '../../src/client/settings.ts';
import { clientRows, windowRows } from './settingRows.ts';
import { api, extensionId } from './window.ts';

type Setting = { readonly default: unknown; readonly markdownDescription: string };

type Keybinding = {
  readonly command: string;
  readonly args?: { readonly commands: readonly string[] };
};

type Manifest = {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly keybindings: readonly Keybinding[];
    readonly colors: readonly { readonly id: string }[];
  };
};

suite('manifest', () => {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension);
  const file = (path: string): string => readFileSync(join(extension.extensionPath, path), 'utf8');
  const manifest = JSON.parse(file('package.json')) as Manifest;
  const { commands, configuration, menus, keybindings, colors } = manifest.contributes;
  const contributed = commands.map(({ command }) => command);
  const defaultOf = (name: string): unknown =>
    configuration.flatMap(({ properties }) => properties[`keepalive.${name}`] ?? [])[0]?.default;

  test('every contributed command is registered, and every registered one contributed', async () => {
    await api();
    const all = await vscode.commands.getCommands(true);
    const registered = all.filter((id) => /^keepalive\.[a-zA-Z]+$/.test(id));
    assert.deepEqual(registered.sort(), [...contributed].sort());
  });

  test('menus and keys name contributed commands, or those of lists', async () => {
    const all = await vscode.commands.getCommands();
    const named = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command);
    const run = keybindings.flatMap(({ args }) => args?.commands ?? []);
    for (const command of [...named, ...run]) {
      const isTheirs = /^(?:list\.|runCommands$)/.test(command) && all.includes(command);
      assert.ok(isTheirs || contributed.includes(command), command);
    }
  });

  test('every setting is read, and every setting that is read is contributed', () => {
    const names = configuration.flatMap(({ properties }) => Object.keys(properties));
    const groups = new Set(names.map((name) => name.split('.')[1] ?? ''));
    const reader = readdirSync(join(extension.extensionPath, 'src/editor'))
      .map((name) => file(`src/editor/${name}`))
      .join('');
    // A file of the history is called like a setting.
    const read = Array.from(reader.matchAll(/'(\w+)\.(?!sqlite')\w+'/g), ([quoted, group = '']) =>
      groups.has(group) ? `keepalive.${quoted.slice(1, -1)}` : [],
    ).flat();
    assert.deepEqual([...new Set(read)].sort(), names.sort());
  });

  test('every setting has a row that tells where its value arrives', () => {
    const names = configuration.flatMap(({ properties }) => Object.keys(properties));
    const rows = [...windowRows, ...clientRows].map(([name]) => `keepalive.${name}`);
    assert.deepEqual([...new Set(rows)].sort(), names.sort());
  });

  test('the defaults in the manifest are those of the client', async () => {
    const { settings } = await api();
    // Of VS Code and of this machine; and where bodies are shown, they are long sooner.
    const theirs = ['proxy', 'systemCa', 'bodyFolder', 'maxBodyBytes'];
    const ours = (all: object): object =>
      Object.fromEntries(Object.entries(all).filter(([name]) => !theirs.includes(name)));
    assert.deepEqual(ours(settings.read()), ours(defaultSettings));
    const megabytes = defaultOf('response.largeBodyMegabytes');
    assert.equal(settings.read().maxBodyBytes, Number(megabytes) * 1024 * 1024);
  });

  test('what a folder nobody trusts says of pools, requests, TLS, cookies and history does not count', () => {
    const names = configuration.flatMap(({ properties }) => Object.keys(properties));
    const restricted = names.filter((name) =>
      /\.(?:pool|request|tls|cookies|history)\./.test(name),
    );
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual([...restrictedConfigurations].sort(), restricted.sort());
  });

  test('every colour is used, and every colour that is used is contributed', () => {
    const tones = /const tones = \[(.*?)\]/.exec(file('src/editor/annotations.ts'))?.[1] ?? '';
    const used = [...tones.matchAll(/'(\w+)'/g)].map(
      ([, tone]) => `keepalive.annotation.${tone ?? ''}`,
    );
    assert.deepEqual(used.sort(), colors.map(({ id }) => id).sort());
  });

  test('every %key% has a text, and every text a key', () => {
    const keys = [...file('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    const texts = JSON.parse(file('package.nls.json')) as Record<string, string>;
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(texts).sort());
    for (const text of Object.values(texts)) assert.notEqual(text.trim(), '');
  });
});
