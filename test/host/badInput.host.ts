import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { certificates } from '../support/certificates.ts';
import { freePort } from '../support/freePort.ts';
import { startServer } from '../support/scriptedServer.ts';
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

suite('bad input', () => {
  teardown(closeEverything);

  test('an empty file has no lens and no problem', async () => {
    const document = await openHttp(['']);
    assert.deepEqual(await lenses(document, 0), []);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    assert.equal(await hover(document, 0), '');
  });

  test('a binary file gets one problem and no lens', async () => {
    const document = await openHttp(['\u0000\u0001\u0002ELF GET http://127.0.0.1/', '\u0000']);
    const problems = await diagnostics(document);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['binary-file'],
    );
    assert.deepEqual(await lenses(document, 0), []);
  });

  test('a method without a URL is a problem, told before and after Send', async () => {
    const document = await openHttp(['POST']);
    const [problem] = await diagnostics(document);
    assert.equal(problem?.code, 'missing-url');
    assert.equal(problem.source, 'keepalive');
    assert.equal(await send(document, 0), null);
    assert.equal(await annotation(document, 0), `not sent · ${problem.message}`);
    assert.match(await hover(document, 0), /This request has no URL/);
  });

  test('an unknown variable is a problem at its place', async () => {
    const document = await openHttp(['GET http://{{nowhere}}/']);
    const [problem] = await diagnostics(document);
    assert.match(problem?.message ?? '', /nowhere/);
    assert.equal(document.getText(problem?.range).includes('nowhere'), true);
    assert.equal((await lenses(document, 0))[1], problem?.message);
    assert.equal(await send(document, 0), null);
  });

  test('a link that leads nowhere is a file that is not there', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = await mkdtemp(join(tmpdir(), 'keepalive-link-'));
    await symlink('nowhere', join(folder, 'link'));
    const document = await openHttp(['POST http://127.0.0.1:9/', '', `< ${join(folder, 'link')}`]);
    assert.equal(await send(document, 0), null);
    assert.doesNotMatch((await annotation(document, 0)) ?? '', /pipe or a device/);
    await rm(folder, { recursive: true });
  });

  test('a pipe that nobody writes to is no body, and nobody waits for it', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = await mkdtemp(join(tmpdir(), 'keepalive-pipe-'));
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const document = await openHttp(['POST http://127.0.0.1:9/', '', `< ${pipe}`]);
    assert.equal(await send(document, 0), null);
    const shown = (await annotation(document, 0)) ?? '';
    assert.match(shown, /^not sent · `[^`]*pipe`: This is a pipe or a device, which may never end/);
    await rm(folder, { recursive: true });
  });

  test('a port nobody listens on is refused, in a sentence with a way out', async () => {
    const port = await freePort();
    const document = await openHttp([`GET http://127.0.0.1:${String(port)}/`]);
    const exchange = await send(document, 0);
    assert.equal(exchange?.failure?.code, 'connection-refused');
    const shown = (await annotation(document, 0)) ?? '';
    assert.match(shown, /^failed after .* · connection refused by 127\.0\.0\.1:\d+/);
    assert.match(await hover(document, 0), /Is the server running\?/);
    assert.equal((await api()).snapshot().connections.length, 0);
  });

  test('a name that does not resolve is named', async () => {
    // RFC 2606 keeps `.invalid` from ever existing; without a network the lookup fails otherwise.
    const document = await openHttp(['GET http://nowhere.invalid/']);
    const exchange = await send(document, 0);
    assert.match(exchange?.failure?.code ?? '', /^dns-/);
    assert.match((await annotation(document, 0)) ?? '', /^failed after .* nowhere\.invalid/);
  });

  test('an expired certificate is refused as out of date', async () => {
    const { ca, expired } = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
    const server = await startServer({ tls: expired });
    const document = await openHttp([`GET https://localhost:${String(server.port)}/ok`]);
    const exchange = await send(document, 0);
    assert.equal(exchange?.failure?.code, 'tls-expired');
    assert.match((await annotation(document, 0)) ?? '', /certificate of localhost:\d+ out of date/);
    await until(() => server.connections.every(({ isOpen }) => !isOpen));
    await server.dispose();
  });

  test('garbage instead of HTTP is told, and its connection closed', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/garbage`]);
    const exchange = await send(document, 0);
    assert.equal(exchange?.failure?.code, 'protocol-error');
    assert.match((await annotation(document, 0)) ?? '', /did not answer in proper HTTP/);
    await until(() => server.connections.every(({ isOpen }) => !isOpen));
    await server.dispose();
  });

  test('a command without a request says so and throws nothing', async () => {
    const document = await openHttp(['# only a comment']);
    assert.equal(await send(document, 0), null);
    await vscode.commands.executeCommand('keepalive.showResponse');
    await vscode.commands.executeCommand('keepalive.explain', { uri: 7 });
    await vscode.commands.executeCommand('keepalive.cancel');
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});

/** The problems of a document, once it has been checked. */
function diagnostics(document: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]> {
  return until(() => {
    const found = vscode.languages.getDiagnostics(document.uri);
    return found.length > 0 ? found : null;
  });
}
