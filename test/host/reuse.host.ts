import assert from 'node:assert/strict';
import tls from 'node:tls';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { certificates } from '../support/certificates.ts';
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

suite('reuse', () => {
  teardown(closeEverything);

  test('ten sends to one HTTPS origin are one connection and one TLS handshake', async () => {
    const { ca, localhost } = await certificates();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
    const server = await startServer({ tls: localhost });
    const document = await openHttp([`GET https://localhost:${String(server.port)}/ok`]);
    for (let sent = 0; sent < 10; sent++) await send(document, 0);
    assert.equal(server.connections.length, 1);
    assert.equal(server.handshakes, 1);
    assert.equal(server.connections[0]?.requests.length, 10);
    assert.match((await annotation(document, 0)) ?? '', /^200 · .* · ↻ #\d+ reused, request 10/);
    await server.dispose();
  });

  test('the lenses in view have their words at once: those asked for later may be dead by then', async () => {
    const document = await openHttp(
      Array.from({ length: 300 }, () => ['###', 'GET http://api.test/']).flat(),
    );
    const lines = async (): Promise<readonly number[]> => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return lenses.filter((lens) => lens.isResolved).map(({ range }) => range.start.line);
    };
    assert.deepEqual((await lines()).slice(0, 4), [1, 1, 3, 3]);
    assert.ok(!(await lines()).includes(599));
    vscode.window.activeTextEditor?.revealRange(document.lineAt(599).range);
    await until(async () => (await lines()).includes(599));
    assert.ok(!(await lines()).includes(1));
  });

  test('the lens says what the next send will do, the annotation what the last one did', async () => {
    const server = await startServer();
    const host = `127.0.0.1:${String(server.port)}`;
    const document = await openHttp([
      `GET http://${host}/ok`,
      '',
      '###',
      '',
      `GET http://${host}/ok?b`,
    ]);
    assert.deepEqual(await lenses(document, 4), ['Send', `opens a connection: first to ${host}`]);

    const first = await send(document, 0);
    const id = first?.hops[0]?.connection?.id;
    const shown = await annotation(document, 0);
    assert.match(shown ?? '', new RegExp(`^200 · .* · ＋ #${String(id)} new: first to ${host}`));
    assert.match(
      (await lenses(document, 4))[1] ?? '',
      new RegExp(`^reuses #${String(id)} · idle `),
    );
    assert.equal(await annotation(document, 4), null);

    const second = await send(document, 4);
    assert.equal(second?.hops[0]?.connection?.reused, true);
    assert.match(
      (await annotation(document, 4)) ?? '',
      new RegExp(`↻ #${String(id)} reused, request 2`),
    );
    assert.equal(await annotation(document, 0), shown);
    await server.dispose();
  });

  test('when the server has closed the connection, the next one says so', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/idle-fin`]);
    const first = await send(document, 0);
    const id = String(first?.hops[0]?.connection?.id);
    await until(async () => (await api()).snapshot().connections.length === 0);
    const reason = new RegExp(`server closed #${id} after .* idle`);
    assert.match((await lenses(document, 0))[1] ?? '', reason);
    const second = await send(document, 0);
    assert.equal(second?.hops[0]?.connection?.openedBecause?.code, 'server-closed-idle');
    assert.match((await annotation(document, 0)) ?? '', reason);
    assert.match(await hover(document, 0), reason);
    await server.dispose();
  });

  test('a fresh connection can be asked for, and all connections closed', async () => {
    const server = await startServer();
    const document = await openHttp([`GET ${server.origin}/ok`]);
    await send(document, 0);
    const fresh = await send(document, 0, 'keepalive.sendFresh');
    assert.equal(fresh?.hops[0]?.connection?.openedBecause?.code, 'fresh-connection');
    assert.equal(server.connections.length, 2);

    await closeEverything();
    await until(() => server.connections.every(({ isOpen }) => !isOpen));
    const again = await openHttp([`GET ${server.origin}/ok`]);
    const last = await send(again, 0);
    assert.equal(last?.hops[0]?.connection?.openedBecause?.code, 'closed-by-user');
    await server.dispose();
  });
});
