import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { tellFigures } from './figures.ts';
import { annotation, closeEverything, hover, lenses, openHttp, send, until } from './window.ts';

suite('responses while they come', () => {
  let origin = '';
  let answer: http.ServerResponse | null = null;
  const types: Readonly<Record<string, http.OutgoingHttpHeaders>> = {
    '/events': { 'content-type': 'text/event-stream' },
    '/slow': { 'content-type': 'application/json' },
    '/coded': { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' },
  };
  const server = http.createServer((request, response) => {
    answer = response;
    response.writeHead(200, types[request.url ?? '']);
  });
  suiteSetup(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  teardown(async () => {
    answer = null;
    await closeEverything();
  });
  suiteTeardown(() => {
    server.closeAllConnections();
    server.close();
  });

  test('events appear before the stream has ended, with the time of each', async () => {
    const document = await openHttp([`GET ${origin}/events`]);
    const sending = send(document, 0);
    (await until(() => answer)).write('data: one\n\n');
    const live = await until(() => shownWith('data: one'));
    answer?.write('data: two\n\n');
    await until(() => live.getText().includes('data: two'));
    assert.deepEqual(await lenses(live, 0).then((all) => all.map(withoutTime)), [
      'receiving… 2 events',
      'Cancel',
    ]);
    const second = /^Arrived .+ after the request, in a piece of 11 bytes$/;
    assert.match(await hover(live, 2), second);
    await until(async () => /^receiving… 22 bytes · /.test((await annotation(document, 0)) ?? ''));

    answer?.end('data: three\n\n');
    assert.equal((await sending)?.failure, null);
    await until(() => live.getText() === 'data: one\n\ndata: two\n\ndata: three\n\n');
    assert.equal(responseTabs().length, 1);
    assert.equal(shownWith('data: three')?.uri.toString(), live.uri.toString());
    assert.ok((await lenses(live, 0)).some((title) => title.startsWith('200 · ')));
    assert.match(await hover(live, 2), second);
  });

  test('cancel above the response ends it, says so, and keeps what came', async () => {
    const document = await openHttp([`GET ${origin}/events`]);
    const sending = send(document, 0);
    (await until(() => answer)).write('data: kept\n\n');
    const live = await until(() => shownWith('data: kept'));
    await vscode.commands.executeCommand('keepalive.cancel', live.uri);
    assert.equal((await sending)?.failure?.code, 'aborted');
    assert.match((await annotation(document, 0)) ?? '', /^cancelled after /);
    const told = await until(async () => {
      const titles = await lenses(live, 0);
      return titles.find((title) => title.startsWith('cancelled after'));
    });
    assert.ok(told);
    assert.equal(live.getText(), 'data: kept\n\n');
    assert.equal(responseTabs().length, 1);
  });

  test('a slow body opens by itself, and is the response in the end', async () => {
    const document = await openHttp([`GET ${origin}/slow`]);
    const sending = send(document, 0);
    (await until(() => answer)).write('{"a":');
    const live = await until(() => shownWith('{"a":'));
    answer?.end('1}');
    await sending;
    await until(() => shownWith('{\n  "a": 1\n}'));
    assert.equal(responseTabs().length, 1);
    assert.equal(shownWith('"a": 1')?.uri.toString(), live.uri.toString());
    assert.equal(await hover(live, 1), '', 'indented it is not what came');
  });

  test('a compressed body is told of, and shown when it has ended', async () => {
    const { gzipSync } = await import('node:zlib');
    const document = await openHttp([`GET ${origin}/coded`]);
    const sending = send(document, 0);
    const body = gzipSync('data: one\n\n'.repeat(100));
    (await until(() => answer)).write(body.subarray(0, 10));
    // It is no stream while it is coded: it opens when it takes its time.
    const live = await until(() => shownWith(''));
    await until(async () => (await lenses(live, 0)).some((title) => /\(gzip\)/.test(title)));
    answer?.end(body.subarray(10));
    await sending;
    await until(() => live.getText().startsWith('data: one'));
    assert.equal(responseTabs().length, 1);
  });

  test('10,000 events a second leave the editor at ease', async () => {
    // In a thread of its own, as its work would count as the editor's.
    const worker = new Worker(flood, { eval: true });
    const port = await new Promise<number>((resolve) => worker.once('message', resolve));
    const document = await openHttp([`GET http://127.0.0.1:${String(port)}/`]);
    const measure = async (isOver: () => boolean): Promise<number[]> => {
      const times: number[] = [];
      const ask = [
        () => lenses(document, 0),
        () => hover(document, 0),
        () => {
          const live = shownWith('');
          return live === null ? Promise.resolve() : hover(live, 0);
        },
      ];
      for (let index = 0; !isOver(); index++) {
        const from = performance.now();
        await ask[index % ask.length]?.();
        times.push(performance.now() - from);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return times;
    };
    let left = 60;
    const idle = await measure(() => left-- === 0);
    let isDone = false;
    const sending = send(document, 0).finally(() => (isDone = true));
    await until(() => shownWith('data: '));
    const busy = await measure(() => isDone);
    const exchange = await sending;
    await worker.terminate();
    assert.ok(exchange?.failure === null);
    const events = Buffer.from(exchange.body)
      .toString()
      .match(/^data: /gm)?.length;
    assert.equal(events, 30_000);
    const said = `10,000 events a second for ${(exchange.total / 1000).toFixed(1)} s: ${figures(busy)}; idle: ${figures(idle)}`;
    tellFigures(said);
    // On a machine that is short of time; at ease it is far less.
    assert.ok(busy.length > 10 && at(busy, 0.5) < 250, said);
  });
});

/** 100 events every 10 ms, each a chunk of its own, for 3 s. */
const flood = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:http').createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let sent = 0;
    const started = performance.now();
    const timer = setInterval(() => {
      const due = Math.min(30000, Math.floor((performance.now() - started) * 10));
      for (; sent < due; sent++) response.write('data: {"n":' + sent + ',"at":"now"}\\n\\n');
      if (sent < 30000) return;
      clearInterval(timer);
      response.end();
    }, 10);
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function figures(times: readonly number[]): string {
  const [median, p95, max] = [0.5, 0.95, 1].map((share) => at(times, share).toFixed(1));
  return `median ${String(median)}, p95 ${String(p95)}, longest ${String(max)} ms of ${String(times.length)}`;
}

function withoutTime(title: string): string {
  return title.replace(/ · [^·]+$/, '');
}

function shownWith(text: string): vscode.TextDocument | null {
  const documents = vscode.window.visibleTextEditors.map((editor) => editor.document);
  const isMeant = (one: vscode.TextDocument): boolean =>
    one.uri.scheme === 'keepalive-response' && one.getText().includes(text);
  return documents.find(isMeant) ?? null;
}

function responseTabs(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) =>
      input instanceof vscode.TabInputText && input.uri.scheme === 'keepalive-response',
  );
}
