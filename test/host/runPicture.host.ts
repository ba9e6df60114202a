import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setup, suite, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { startServer, type ScriptedServer } from '../support/scriptedServer.ts';
import { writeBodyChosen } from '../../src/editor/responseFiles.ts';
import { api, closeEverything, openHttp, until } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepalive-run-'));

suite('the picture and the report of a run', () => {
  let server: ScriptedServer;

  setup(async () => {
    server = await startServer();
    await openHttp([
      '### One',
      `GET ${server.origin}/ok`,
      '### Two',
      `GET ${server.origin}/ok?two`,
      '### Last of its connection',
      `GET ${server.origin}/close`,
      '### Four',
      `GET ${server.origin}/ok?four`,
    ]);
    await vscode.commands.executeCommand('keepalive.sendAll');
    // With the panel in front all commands are about what it shows.
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    void vscode.commands.executeCommand('keepalive.showRun');
    await until(async () => {
      // The last run, where more than that was sent and there is a choice.
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      return tab?.input instanceof vscode.TabInputWebview;
    });
  });
  teardown(async () => {
    await closeEverything();
    await server.dispose();
  });
  suiteTeardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('it is saved as SVG and as PNG', async () => {
    const svg = await saved('keepalive.saveRun', 'run.svg');
    assert.match(svg.toString(), /^<\?xml.*<svg /s);
    assert.equal([...svg.toString().matchAll(/data-exchange=/g)].length, 4);
    assert.equal(server.connections.length, 2);
    assert.equal([...svg.toString().matchAll(/data-lane=/g)].length, 2);
    const png = await saved('keepalive.saveRun', 'run.png');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.equal(png.readUInt32BE(16), 2000, 'twice as wide as it is drawn');
  });

  test('closed before it is drawn, it is not waited for, and the reason is known', async () => {
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const isShown = (): boolean =>
      tabs().some(({ input }) => input instanceof vscode.TabInputWebview);
    await until(() => !isShown());
    const saving = vscode.commands.executeCommand(
      'keepalive.saveRun',
      vscode.Uri.file(join(folder, 'closed.png')),
    );
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isShown();
    });
    await vscode.window.tabGroups.close(tabs());
    assert.equal(await saving, 'closed');
  });

  test('hidden while it is painted, it is not waited for', async () => {
    const saving = vscode.commands.executeCommand(
      'keepalive.saveRun',
      vscode.Uri.file(join(folder, 'hidden.png')),
    );
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(), {
      viewColumn: vscode.window.tabGroups.activeTabGroup.viewColumn,
    });
    assert.equal(await saving, 'closed');
  });

  test('a place that cannot be written to is no bug', async () => {
    const logged: string[] = [];
    const listener = (await api()).onDidLog((line) => logged.push(line));
    const below = vscode.Uri.file(join(folder, 'file', 'below'));
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(below, '..'), new Uint8Array(1));
    await vscode.commands.executeCommand('keepalive.exportHar', below);
    assert.equal(await writeBodyChosen(below, new Uint8Array(1)), false);
    listener.dispose();
    assert.deepEqual(logged, []);
  });

  test('it is exported as HAR, as JSON and as a page, and told as a document', async () => {
    const har = JSON.parse((await saved('keepalive.exportHar', 'run.har')).toString()) as {
      log: { version: string; entries: { connection: string }[] };
    };
    assert.equal(har.log.version, '1.2');
    assert.equal(har.log.entries.length, 4);
    assert.equal(new Set(har.log.entries.map(({ connection }) => connection)).size, 2);
    const report = await saved('keepalive.exportReuseReport', 'run.json');
    assert.match(report.toString(), /"http\.client\.open_connections"/);
    const page = (await saved('keepalive.exportReuseReport', 'run.html')).toString();
    assert.match(page, /^<!DOCTYPE html>.*<svg /s);
    await vscode.commands.executeCommand('keepalive.showReuseReport');
    const document = await until(() =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'keepalive-report'),
    );
    assert.match(document.getText(), /# Connection reuse/);
  });
});

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

async function saved(command: string, name: string): Promise<Buffer> {
  const path = join(folder, name);
  await vscode.commands.executeCommand(command, vscode.Uri.file(path));
  return readFileSync(path);
}
