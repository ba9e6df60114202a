/** Each command with nothing to work on, and those that a row or a lens calls and no other test does. */
import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer } from '../support/scriptedServer.ts';
import { api, closeEverything, extensionId, openHttp, send, until } from './window.ts';

type Manifest = {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly keybindings: readonly Keybinding[];
  };
};

type Keybinding = { readonly key: string; readonly command: string; readonly args?: unknown };

suite('commands', () => {
  teardown(closeEverything);

  test('none fails where it has nothing to work on', async function () {
    // Those that ask are waited for.
    this.timeout(60_000);
    await closeEverything();
    const failed: string[] = [];
    const listening = (await api()).onDidLog((line) => {
      // A bug is logged with its stack. A question in a dialog is refused by VS Code in tests.
      if (/\n\s+at /.test(line) && !/refused to show dialog/.test(line)) failed.push(line);
    });
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest;
    const commands = manifest.contributes.commands.map(({ command }) => command);
    assert.ok(commands.length > 30);
    for (const command of commands) {
      await endOf(command);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
    listening.dispose();
    assert.deepEqual(failed, []);
  });

  test('a connection is copied and closed from its row in the view', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    const exchange = await send(document, 0);
    const connection = exchange?.hops[0]?.connection?.id;
    assert.ok(connection);
    const copied = async (): Promise<boolean> => {
      await vscode.commands.executeCommand('keepalive.showConnections', { connection });
      await vscode.commands.executeCommand('keepalive.copyConnection');
      const text = await vscode.env.clipboard.readText();
      return text.startsWith(`#${String(connection)} to ${server.origin}, pool `);
    };
    await until(copied);
    assert.equal((await api()).snapshot().connections.length, 1);
    await vscode.commands.executeCommand('keepalive.closeConnection');
    await until(() => server.connections.every(({ isOpen }) => !isOpen));
    assert.deepEqual((await api()).snapshot().connections, []);
    await server.dispose();
  });

  test('the keys of the view are for the row that has the focus', async () => {
    const server = await startServer();
    const document = await openHttp([
      `GET ${server.origin}/ok`,
      '',
      '###',
      `GET ${server.origin}/ok`,
    ]);
    const first = await send(document, 0);
    await send(document, 3, 'keepalive.sendFresh');
    const connection = first?.hops[0]?.connection?.id;
    const [copy, close] = ['ctrl+c', 'delete'].map((key) => keybinding(key));
    const press = async ({ command, args }: Keybinding): Promise<void> => {
      await vscode.commands.executeCommand(command, args);
    };
    /** What is copied of the row to which `moves` lead from that of the first connection. */
    const copiedAfter = async (...moves: readonly string[]): Promise<string> => {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand('keepalive.showConnections', { connection });
      // The focus moves, and the selection stays.
      for (const move of moves) await vscode.commands.executeCommand(`list.${move}`);
      await press(copy!);
      return vscode.env.clipboard.readText();
    };
    const numberIn = (text: string): string | null => /^#(\d+) to /.exec(text)?.[1] ?? null;
    // A view that has just opened, or is drawn anew, may not have the row yet.
    await until(async () => numberIn(await copiedAfter()) === String(connection));
    const isBelow = (text: string): boolean => ![null, String(connection)].includes(numberIn(text));
    await until(async () => isBelow(await copiedAfter('focusDown')));
    await press(close!);
    await until(async () => (await api()).snapshot().connections.length === 1);
    assert.equal((await api()).snapshot().connections[0]?.id, connection);

    // The row above is the origin's: it is copied, and stays unfolded.
    await until(async () => (await copiedAfter('focusUp')).startsWith(server.origin));
    await until(
      async () => numberIn(await copiedAfter('focusUp', 'focusDown')) === String(connection),
    );
    await server.dispose();
  });

  test('the whole of a body that went to a file is opened', async () => {
    const settings = vscode.workspace.getConfiguration('keepalive');
    const large = 'response.largeBodyMegabytes';
    await settings.update(large, 1, vscode.ConfigurationTarget.Global);
    const server = await startServer();
    try {
      const size = 1024 * 1024 + 1;
      const document = await openHttp([`GET ${server.origin}/ok?size=${String(size)}`]);
      const file = (await send(document, 0))?.bodyFile;
      assert.equal(file?.bytes, size);
      await vscode.commands.executeCommand('keepalive.openBodyFile', {
        uri: document.uri.toString(),
        line: 0,
      });
      const opened = await until(() => vscode.window.activeTextEditor?.document.uri);
      assert.equal(opened.fsPath, file.path);
    } finally {
      await settings.update(large, undefined, vscode.ConfigurationTarget.Global);
      await server.dispose();
    }
  });
});

/** Closes what a command asks of a person until it has ended; nobody answers. */
async function endOf(command: string): Promise<void> {
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  void vscode.commands.executeCommand(command).then(end, end);
  await until(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return isOver;
  });
}

/** What a key does in the Connections view. */
function keybinding(key: string): Keybinding {
  const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest;
  const found = manifest.contributes.keybindings.find((each) => each.key === key);
  assert.ok(found);
  return found;
}
