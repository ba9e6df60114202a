import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { KeptCookie } from '../../src/client/cookieJar.ts';
import { api, closeEverything, openHttp, send, until } from './window.ts';

suite('cookies', () => {
  let origin = '';
  const seen: string[] = [];
  /** `/set?NAME` sets a cookie of an hour. */
  const server = http.createServer(({ url = '', headers }, response) => {
    seen.push(headers.cookie ?? '-');
    const [path, name = ''] = url.split('?');
    if (path === '/set') response.setHeader('set-cookie', `${name}=value; Max-Age=3600`);
    response.end('ok');
  });
  suiteSetup(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  teardown(async () => {
    (await api()).cookies.jar.clear();
    seen.length = 0;
    await closeEverything();
  });
  suiteTeardown(() => {
    server.closeAllConnections();
    server.close();
  });

  async function sendTo(path: string, ...directives: readonly string[]): Promise<void> {
    const document = await openHttp([...directives, `GET ${origin}${path}`]);
    const exchange = await send(document, directives.length);
    assert.equal(exchange?.hops.at(-1)?.response?.status, 200);
  }

  /** What a new window would find, once that is `isExpected`. */
  async function keptFor(
    isExpected: (kept: readonly KeptCookie[]) => boolean,
  ): Promise<readonly KeptCookie[]> {
    const { newCookies } = await api();
    return until(async () => {
      const cookies = newCookies();
      await cookies.ready();
      const kept = cookies.jar.all();
      await cookies.dispose();
      return isExpected(kept) ? kept : null;
    });
  }

  test('who gives a send up waits no longer for a keyring that does not answer', async () => {
    const locked: Partial<vscode.SecretStorage> = { get: () => new Promise(() => undefined) };
    const { newCookies } = await api();
    const cookies = newCookies(locked as vscode.SecretStorage);
    const abort = new AbortController();
    const ready = cookies.ready(abort.signal);
    abort.abort();
    await ready;
    await cookies.ready(abort.signal);
    await cookies.dispose();
  });

  test('measuring what reuse saves sends what is kept, and keeps nothing of its own', async () => {
    await sendTo('/set?a');
    const document = await openHttp([`GET ${origin}/set?b`]);
    const reference = { uri: document.uri.toString(), line: 0 };
    assert.ok(await vscode.commands.executeCommand('keepalive.measureReuse', reference));
    assert.deepEqual([seen.length, ...new Set(seen.slice(1))], [42, 'a=value']);
    const { jar } = (await api()).cookies;
    assert.deepEqual(
      jar.all().map(({ name }) => name),
      ['a'],
    );
  });

  test('what one send is given the next one has, and `# @no-cookie-jar` does not', async () => {
    await sendTo('/set?a');
    await sendTo('/');
    await sendTo('/set?b', '# @no-cookie-jar');
    await sendTo('/');
    assert.deepEqual(seen, ['-', 'a=value', '-', 'a=value']);
  });

  test('a new window finds them, and none after they were cleared', async () => {
    await sendTo('/set?a');
    const [cookie] = await keptFor((kept) => kept.length > 0);
    assert.equal(cookie?.name, 'a');
    assert.equal(cookie.value, 'value');
    assert.equal(cookie.domain, '127.0.0.1');
    (await api()).cookies.jar.clear();
    await keptFor((kept) => kept.length === 0);
  });

  test('nothing is kept for a new window where the setting says memory', async () => {
    const settings = vscode.workspace.getConfiguration('keepalive');
    await sendTo('/set?a');
    await keptFor((kept) => kept.length > 0);
    try {
      await settings.update('cookies.keep', 'memory', vscode.ConfigurationTarget.Global);
      await sendTo('/');
      assert.equal(seen.at(-1), 'a=value');
    } finally {
      await settings.update('cookies.keep', undefined, vscode.ConfigurationTarget.Global);
    }
    await keptFor((kept) => kept.length === 0);
  });

  test('they are looked at in a list, and cleared by a command', async () => {
    const { jar } = (await api()).cookies;
    await sendTo('/set?a');
    await during('keepalive.showCookies', 'workbench.action.closeQuickOpen');
    assert.equal(jar.all().length, 1);
    await during('keepalive.clearCookies', 'workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(jar.isEmpty, true);
    await sendTo('/');
    assert.equal(seen.at(-1), '-');
  });
});

/** Does something to what a command shows, until the command is over. */
async function during(command: string, action: string): Promise<void> {
  const running = vscode.commands.executeCommand(command);
  const pause = (): Promise<false> =>
    new Promise((resolve) => setTimeout(() => resolve(false), 100));
  await until(async () => {
    await vscode.commands.executeCommand(action);
    return Promise.race([running.then(() => true), pause()]);
  });
}
