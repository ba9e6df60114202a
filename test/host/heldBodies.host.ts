/** Many large answers: the memory they take is bounded, and each can be looked at and referred to as before. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { tellFigures } from './figures.ts';
import { api, closeEverything, openHttp, send, until } from './window.ts';

const megabyte = 1024 * 1024;
const answers = 120;
/** Of each answer; in this process there is one such block, whoever asks. */
const pad = Buffer.alloc(2 * megabyte, 'x');

suite('bodies of many answers', () => {
  const server = http.createServer((request, response) => {
    const [, name = '', value = ''] = (request.url ?? '').split('/');
    asked.push(value);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(`{"name": "${name}", "pad": "`);
    response.write(pad);
    response.end('"}');
  });
  const asked: string[] = [];
  suiteSetup(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  suiteTeardown(() => server.close());
  teardown(closeEverything);

  test('take bounded memory, can be shown again, and referred to', async function () {
    this.timeout(120_000);
    const { port } = server.address() as AddressInfo;
    const origin = `http://127.0.0.1:${String(port)}`;
    const lines = ['# @name first', '# @no-log', `GET ${origin}/answer-0`];
    for (let number = 1; number < answers; number++) {
      lines.push(
        `### title ${String(number)}`,
        '# @no-log',
        `GET ${origin}/answer-${String(number)}`,
      );
    }
    const document = await openHttp(lines);
    const { exchange } = await api();
    await send(document, 2);
    const before = memory();
    await vscode.commands.executeCommand('keepalive.sendAll');
    const extraMb = (memory() - before) / megabyte;
    const said = `${String(answers)} answers of 2 MB: ${extraMb.toFixed(0)} MB more in memory`;
    tellFigures(said);
    assert.ok(extraMb < 120, said);

    for (let number = 0; number < answers; number++) {
      const body = exchange(document, 3 * number + 2)?.body;
      const start = `{"name": "answer-${String(number)}", `;
      assert.equal(body?.length, `${start}"pad": ""}`.length + pad.length);
      assert.equal(Buffer.from(body.bytes().subarray(0, start.length)).toString(), start);
    }

    const reference = { uri: document.uri.toString(), line: 5 };
    await vscode.commands.executeCommand('keepalive.showBody', reference);
    const shown = await until(() =>
      vscode.window.visibleTextEditors
        .map((editor) => editor.document)
        .find((each) => each !== document && each.getText().includes('"name": "answer-1"')),
    );
    assert.ok(shown.getText().length > pad.length);
  });

  test('a reference reads what was put into a file', async function () {
    this.timeout(120_000);
    const { port } = server.address() as AddressInfo;
    const origin = `http://127.0.0.1:${String(port)}`;
    const named = await openHttp([
      '# @name login',
      '# @no-log',
      `GET ${origin}/token-of-login`,
      '###',
      '# @no-log',
      `GET ${origin}/other/{{login.response.body.$.name}}`,
    ]);
    await send(named, 2);
    const lines = Array.from({ length: 40 }, (_, number) => [
      '###',
      '# @no-log',
      `GET ${origin}/${String(number)}`,
    ]);
    await openHttp(lines.flat());
    await vscode.commands.executeCommand('keepalive.sendAll');
    assert.equal((await send(named, 5))?.failure, null);
    assert.equal(asked.at(-1), 'token-of-login');
  });
});

/** Of the whole extension host, after everything that nobody holds is gone. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}
