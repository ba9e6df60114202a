import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants, createGzip } from 'node:zlib';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { tellFigures } from './figures.ts';
import { annotation, closeEverything, hover, lenses, openHttp, send, until } from './window.ts';

suite('responses while they come', () => {
  let origin = '';
  let answer: http.ServerResponse | null = null;
  const answers: http.ServerResponse[] = [];
  const types: Readonly<Record<string, http.OutgoingHttpHeaders>> = {
    '/events': { 'content-type': 'text/event-stream' },
    '/slow': { 'content-type': 'application/json' },
    '/lines': { 'content-type': 'application/x-ndjson' },
    '/coded': { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' },
  };
  const server = http.createServer((request, response) => {
    answer = response;
    answers.push(response);
    response.writeHead(200, types[request.url ?? '']);
  });
  suiteSetup(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  teardown(async () => {
    answer = null;
    answers.length = 0;
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
      'Save…',
    ]);
    await vscode.commands.executeCommand('keepalive.copyBody', live.uri);
    assert.equal(await vscode.env.clipboard.readText(), 'data: one\n\ndata: two\n\n');
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

  test('lines of JSON appear one by one, with the time of each', async () => {
    const document = await openHttp([`GET ${origin}/lines`]);
    const sending = send(document, 0);
    (await until(() => answer)).write('{"n":1}\n');
    const live = await until(() => shownWith('{"n":1}'));
    assert.equal(live.languageId, 'jsonl');
    answer?.write('{"n":2}\n{"n":');
    await until(() => live.getText().includes('{"n":2}'));
    assert.match((await lenses(live, 0))[0] ?? '', /^receiving… /);
    const times = [await hover(live, 0), await hover(live, 1)];
    assert.match(times[1] ?? '', /^Arrived .+ after the request, in a piece of 13 bytes$/);
    assert.notEqual(times[0], times[1]);

    answer?.end('3}\n');
    assert.equal((await sending)?.failure, null);
    await until(() => live.getText() === '{"n":1}\n{"n":2}\n{"n":3}\n');
    assert.equal(responseTabs().length, 1);
    assert.equal(live.languageId, 'jsonl');
    assert.deepEqual([await hover(live, 0), await hover(live, 1)], times);
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

  test('responses that come at once, for which there is one place, end all the same', async () => {
    const requests = Array.from({ length: 8 }, () => [`GET ${origin}/events`, '###']);
    const document = await openHttp(requests.flat());
    const sending = requests.map((_, index) => send(document, 2 * index));
    await until(() => answers.length === requests.length);
    for (const each of answers) each.write('data: one\n\n');
    await until(() => shownWith('data: one'));
    for (const each of answers) each.end();
    const exchanges = await Promise.all(sending);
    assert.deepEqual(
      exchanges.map((exchange) => exchange?.failure),
      requests.map(() => null),
    );
    const live = await until(() => shownWith('data: one'));
    assert.ok((await lenses(live, 0)).some((title) => title.startsWith('200 · ')));
  });

  test('compressed events appear as they come, each with the time of its piece', async () => {
    const document = await openHttp([`GET ${origin}/coded`]);
    const sending = send(document, 0);
    const answered = await until(() => answer);
    const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
    gzip.pipe(answered);
    gzip.write('data: one\n\n');
    const live = await until(() => shownWith('data: one'));
    gzip.write('data: two\n\n');
    await until(() => live.getText().includes('data: two'));
    assert.equal(
      await lenses(live, 0).then(([first = '']) => withoutTime(first)),
      'receiving… 2 events',
    );
    await vscode.commands.executeCommand('keepalive.copyBody', live.uri);
    assert.equal(await vscode.env.clipboard.readText(), 'data: one\n\ndata: two\n\n');
    const [first, second] = [await hover(live, 0), await hover(live, 2)];
    assert.match(second, /^Arrived .+ after the request, in a piece of \d+ bytes$/);
    assert.notEqual(first, second);

    gzip.end('data: three\n\n');
    const exchange = await sending;
    assert.equal(exchange?.failure, null);
    assert.deepEqual(exchange.decoding?.codings, ['gzip']);
    await until(() => live.getText() === 'data: one\n\ndata: two\n\ndata: three\n\n');
    assert.equal(responseTabs().length, 1);
    assert.deepEqual([await hover(live, 0), await hover(live, 2)], [first, second]);
  });

  test('what is not what it says to be coded by is told, and shown as it came', async () => {
    const document = await openHttp([`GET ${origin}/coded`]);
    const sending = send(document, 0);
    (await until(() => answer)).write('data: not coded\n\n');
    const live = await until(() => shownWith(''));
    await until(async () =>
      (await lenses(live, 0)).some((title) => /can't be decoded/.test(title)),
    );
    answer?.end();
    assert.equal((await sending)?.failure?.code, 'body-unreadable');
    await until(() => live.getText() === 'data: not coded\n\n');
    assert.equal(responseTabs().length, 1);
  });

  test('10,000 events a second leave the editor at ease', async function () {
    this.timeout(60_000);
    // In a process of its own, as its work would count as the editor's.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const flood = spawn(process.execPath, ['-e', flooding], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const port = Number(String((await once(flood.stdout, 'data'))[0]));
    const document = await openHttp([`GET http://127.0.0.1:${String(port)}/`]);
    const idle = await latencies(document, 2000);
    let isDone = false;
    const sending = send(document, 0).finally(() => (isDone = true));
    await until(() => shownWith('data: '));
    const ages: number[] = [];
    const changes = vscode.workspace.onDidChangeTextDocument((change) => {
      const [, sentAt] = /"at":(\d+)}\s+$/.exec(change.document.getText().slice(-100)) ?? [];
      if (!isDone && sentAt !== undefined) ages.push(Date.now() - Number(sentAt));
    });
    const busy = await latencies(document, floodMs - 500);
    const exchange = await sending;
    changes.dispose();
    flood.kill();
    assert.equal(exchange?.failure, null);
    const events = Buffer.from(exchange.body.bytes())
      .toString()
      .match(/^data: /gm)?.length;
    assert.equal(events, (floodMs / 1000) * 10_000);
    const said = `10,000 events a second for ${(exchange.total / 1000).toFixed(1)} s: providers ${figures(busy)}; idle ${figures(idle)}; shown ${figures(ages)} after they were sent`;
    tellFigures(said);
    // On a machine that is short of time everything takes longer, an idle editor too.
    assert.ok(busy.length > 10 && at(busy, 0.5) <= Math.max(50, 4 * at(idle, 0.5)), said);
    assert.ok(ages.length > 0 && at(ages, 0.5) <= Math.max(1500, 100 * at(idle, 0.5)), said);
  });
});

const floodMs = 5000;

/** 100 events every 10 ms, each a chunk of its own that says when it was sent. */
const flooding = `
  const server = require('node:http').createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let sent = 0;
    const started = performance.now();
    const timer = setInterval(() => {
      const passed = Math.min(${String(floodMs)}, performance.now() - started);
      const event = ',"at":' + Date.now() + '}\\n\\n';
      for (; sent < Math.floor(passed * 10); sent++) response.write('data: {"n":' + sent + event);
      if (passed < ${String(floodMs)}) return;
      clearInterval(timer);
      response.end();
    }, 10);
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.stdin.resume().on('end', () => process.exit());
`;

/** How long what the editor asks of us takes, there and back, one after the other for some time. */
async function latencies(document: vscode.TextDocument, forMs: number): Promise<number[]> {
  const times: number[] = [];
  const ask = [
    () => lenses(document, 0),
    () => hover(document, 0),
    () => completions(document),
    () => {
      const live = shownWith('');
      return live === null ? Promise.resolve() : hover(live, 0);
    },
  ];
  const startedAt = performance.now();
  for (let index = 0; performance.now() - startedAt < forMs; index++) {
    const from = performance.now();
    await ask[index % ask.length]?.();
    times.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return times;
}

function completions(document: vscode.TextDocument): Thenable<vscode.CompletionList> {
  const command = 'vscode.executeCompletionItemProvider';
  return vscode.commands.executeCommand(command, document.uri, new vscode.Position(0, 4));
}

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
