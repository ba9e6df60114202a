import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Exchange } from '../../src/client/exchange.ts';
import { startServer } from '../support/scriptedServer.ts';
import { apply, fixesFor } from './quickFixes.ts';
import { api, closeEverything, openHttp, problems, send, until } from './window.ts';

async function sendWell(document: vscode.TextDocument, line: number): Promise<Exchange> {
  const sent = await send(document, line);
  assert.ok(sent, `nothing was sent from line ${String(line)} of ${document.getText()}`);
  assert.equal(sent.failure, null);
  return sent;
}

/** How often hints were looked for in the seconds after a send that leaves a connection open. */
async function looksForHints(act: () => Promise<unknown>): Promise<number> {
  const host = await api();
  let looks = 0;
  let ticks = 0;
  const listeners = vscode.Disposable.from(
    host.onDidChangeHints((cause) => {
      if (cause === 'learned') looks += 1;
    }),
    host.onDidTick((tick) => {
      if (tick === 'time') ticks += 1;
    }),
  );
  await act();
  ticks = 0;
  // The clock of the forecasts ticks once a second, as often as hints are looked for at most.
  await until(() => ticks >= 3);
  listeners.dispose();
  return looks;
}

const isGone = (code: string) => (codes: readonly string[]) => !codes.includes(code);

suite('reuse hints', () => {
  teardown(async () => {
    await closeEverything();
    await vscode.commands.executeCommand('keepalive.resetOriginProfiles');
  });

  test('a header that ends connections is told, removed, and the next send reuses', async () => {
    const server = await startServer();
    const document = await openHttp([
      `GET ${server.origin}/ok`,
      'Connection: close',
      '',
      '###',
      `GET ${server.origin}/ok?b`,
    ]);
    const code = 'reuse-connection-close';
    // Before anything was sent it is only marked; then its cost is measured.
    const [marked] = await problems(document, (codes) => codes.includes(code));
    assert.equal(marked?.severity, vscode.DiagnosticSeverity.Hint);
    await sendWell(document, 0);
    await sendWell(document, 4);
    assert.equal(server.connections.length, 2);
    const words = /\(1 of 2 sends had to\)\. About .* each time \(the median of 2/;
    const measured = await until(() => {
      const all = vscode.languages.getDiagnostics(document.uri);
      return all.find(({ message }) => words.test(message));
    });
    assert.equal(measured.severity, vscode.DiagnosticSeverity.Information);

    const [fix] = await fixesFor(document, code);
    assert.equal(fix?.title, "Remove 'Connection: close'");
    await apply(fix);
    await problems(document, isGone(code));
    await sendWell(document, 0);
    await sendWell(document, 3);
    assert.equal(server.connections.length, 2, 'the one that was open served both');
    await server.dispose();
  });

  test('two names of one server become one, and share its connection', async () => {
    const server = await startServer();
    const port = String(server.port);
    const document = await openHttp([
      `@host = http://127.0.0.1:${port}`,
      '',
      '###',
      `GET http://localhost:${port}/ok`,
      '',
      '###',
      `GET http://localhost:${port}/ok?b`,
      '',
      '###',
      'GET {{host}}/ok',
    ]);
    await sendWell(document, 3);
    await sendWell(document, 9);
    assert.equal(server.connections.length, 2);
    const [fix] = await fixesFor(document, 'reuse-origin-spelling');
    await apply(fix);
    assert.equal(document.lineAt(0).text, `@host = http://localhost:${port}`);
    await problems(document, isGone('reuse-origin-spelling'));
    const again = await sendWell(document, 9);
    assert.equal(again.hops[0]?.connection?.reused, true);
    assert.equal(server.connections.length, 2);
    await server.dispose();
  });

  test('a hint is silenced where it stands, or all of them by a setting', async () => {
    const lines = ['GET http://a.test/', 'Connection: close', '', '###', 'GET http://a.test/'];
    const document = await openHttp(lines);
    const code = 'reuse-connection-close';
    const fixes = await fixesFor(document, code);
    await apply(fixes.at(-1));
    assert.equal(document.lineAt(0).text, '# @no-hint connection-close');
    await problems(document, isGone(code));

    const other = await openHttp(lines);
    await problems(other, (codes) => codes.includes(code));
    const settings = vscode.workspace.getConfiguration('keepalive');
    await settings.update('hints.enabled', false, vscode.ConfigurationTarget.Global);
    await problems(other, isGone(code));
    await settings.update('hints.enabled', undefined, vscode.ConfigurationTarget.Global);
    await problems(other, (codes) => codes.includes(code));
  });

  test('what is told is not told again where a send changes nothing of it', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`, 'Keep-Alive: 5']);
    await problems(document, (codes) => codes.includes('computed-header'));
    const told: string[] = [];
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      told.push(...uris.map(String).filter((uri) => uri === document.uri.toString()));
    });
    const lookedFor = await looksForHints(() => sendWell(document, 0));
    listener.dispose();
    assert.ok(lookedFor > 0);
    assert.deepEqual(told, []);
    await server.dispose();
  });

  test('where none are wanted, none are looked for', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    const settings = vscode.workspace.getConfiguration('keepalive');
    await settings.update('hints.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      assert.equal(await looksForHints(() => sendWell(document, 0)), 0);
    } finally {
      await settings.update('hints.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.ok((await looksForHints(() => sendWell(document, 0))) > 0);
    await server.dispose();
  });

  test('those of a hidden document are looked for when it is seen', async () => {
    const server = await startServer();
    const one = [`GET ${server.origin}/ok`, 'Connection: close', ''];
    const lines = [...one, '###', ...one];
    const hidden = await openHttp(lines);
    const code = 'reuse-connection-close';
    await problems(hidden, (codes) => codes.includes(code));
    const seen = await openHttp([...lines, '###']);
    await sendWell(seen, 0);
    await sendWell(seen, 0);
    const measured = (document: vscode.TextDocument): boolean =>
      vscode.languages
        .getDiagnostics(document.uri)
        .some(({ message }) => / sends had to/.test(message));
    await until(() => measured(seen));
    assert.equal(measured(hidden), false);
    await vscode.window.showTextDocument(hidden);
    await until(() => measured(hidden));
    await server.dispose();
  });

  test('what reuse saves is measured, over connections of its own, and shown', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    const reference = { uri: document.uri.toString(), line: 0 };
    const shown = await vscode.commands.executeCommand<string | null>(
      'keepalive.measureReuse',
      reference,
    );
    assert.ok(shown);
    assert.deepEqual(
      server.connections.map(({ requests }) => requests.length),
      [21, ...Array.from({ length: 20 }, () => 1)],
    );
    const result = await vscode.workspace.openTextDocument(vscode.Uri.parse(shown));
    assert.equal(result.languageId, 'markdown');
    assert.match(result.getText(), /^# GET .*\n\n\*\*(?:Reuse saves|No difference)/);
    assert.match(result.getText(), /!\[cold: 20 sends, .*\]\(data:image\/svg\+xml;base64,/);
    const open = (await api()).snapshot().connections;
    assert.equal(open.length, 0, 'the connections of the window are left alone');
    await until(() => server.connections.every(({ isOpen }) => !isOpen));
    await server.dispose();
  });

  test('how a connection ended after the last look is learned before the window ends', async () => {
    const { profiles, snapshot } = await api();
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    await sendWell(document, 0);
    const ends = (): object | undefined => profiles.of(server.origin)?.closedBecause;
    assert.deepEqual(ends(), {});
    await server.dispose();
    await until(() => snapshot().connections.length === 0);
    await profiles.flush();
    assert.equal(Object.keys(ends() ?? {}).length, 1);
  });

  test('what was learned is exported as JSON, and forgotten', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    await sendWell(document, 0);
    await sendWell(document, 0);
    const exported = async (): Promise<readonly Record<string, unknown>[]> => {
      await vscode.commands.executeCommand('keepalive.exportOriginProfiles');
      const shown = vscode.window.activeTextEditor?.document;
      assert.equal(shown?.languageId, 'json');
      const json = JSON.parse(shown.getText()) as { origins: Record<string, unknown>[] };
      return json.origins;
    };
    const [one] = await exported();
    assert.equal(one?.['origin'], server.origin);
    assert.deepEqual([one['sends'], one['opened'], one['reuseRatio']], [2, 1, 0.5]);
    await vscode.commands.executeCommand('keepalive.resetOriginProfiles');
    assert.deepEqual(await exported(), []);
    await server.dispose();
  });
});
