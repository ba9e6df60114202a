/** What the quick fix of each hint is good for: the same requests, sent before it and after it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Exchange } from '../../src/client/exchange.ts';
import { hintCodes, type HintCode } from '../../src/insight/hints/hint.ts';
import { certificates } from '../support/certificates.ts';
import { startHttp2Server } from '../support/http2Server.ts';
import { startServer } from '../support/scriptedServer.ts';
import { apply, fixesFor } from './quickFixes.ts';
import { closeEverything, openHttp, send, until } from './window.ts';

/** Origins, each of a server that stands for one kind. */
type Origins = Readonly<Record<'plain' | 'secure' | 'http2', string>>;

type Row = {
  readonly lines: (origins: Origins) => readonly string[];
  /** Requests by their place in the file, from 0: those of one list at the same time. */
  readonly sends: readonly (readonly number[])[];
  /** Between two lists. */
  readonly pauseMs?: number;
  /** How many requests it stands at; one where none is said. */
  readonly fixes?: number;
  /** How many were answered, and over how many connections. */
  readonly before: string;
  readonly after: string;
};

const rows: Readonly<Partial<Record<HintCode, Row>>> = {
  'connection-close': {
    lines: ({ plain }) => [`GET ${plain}/ok`, 'Connection: close', '', '###', `GET ${plain}/ok?b`],
    sends: [[0], [1]],
    before: '2 over 2',
    after: '2 over 1',
  },
  'no-keep-alive': {
    lines: ({ plain }) => ['# @no-keep-alive', `GET ${plain}/ok`, '###', `GET ${plain}/ok?b`],
    sends: [[0], [1]],
    before: '2 over 2',
    after: '2 over 1',
  },
  'fresh-connection': {
    lines: ({ plain }) => ['# @fresh-connection', `GET ${plain}/ok`],
    sends: [[0], [0]],
    before: '2 over 2',
    after: '2 over 1',
  },
  'lone-pool': {
    lines: ({ plain }) => ['# @pool alone', `GET ${plain}/ok`, '###', `GET ${plain}/ok?b`],
    sends: [[0], [1]],
    before: '2 over 2',
    after: '2 over 1',
  },
  'max-idle': {
    lines: ({ plain }) => ['# @max-idle 5ms', `GET ${plain}/ok`],
    sends: [[0], [0], [0]],
    pauseMs: 25,
    before: '3 over 3',
    after: '3 over 1',
  },
  // As it stands it is not sent at all.
  'http-1.0': {
    lines: ({ plain }) => [`GET ${plain}/ok HTTP/1.0`, '', '###', `GET ${plain}/ok?b`],
    sends: [[0], [1]],
    before: '1 over 1',
    after: '2 over 1',
  },
  'origin-spelling': {
    lines: ({ plain }) => [
      `GET ${plain}/ok`,
      '###',
      `GET ${plain}/ok?b`,
      '###',
      `GET ${plain.replace('127.0.0.1', 'localhost')}/ok`,
    ],
    sends: [[0], [1], [2]],
    before: '3 over 2',
    after: '3 over 1',
  },
  'redirect-to-https': {
    lines: ({ plain, secure }) => [`GET ${plain}/to-https?to=${secure.split(':').at(-1) ?? ''}`],
    sends: [[0], [0]],
    before: '2 over 2',
    after: '2 over 1',
  },
  'split-origin': {
    lines: ({ secure }) => ['# @insecure', `GET ${secure}/ok`, '###', `GET ${secure}/ok?b`],
    sends: [[0], [1]],
    before: '2 over 2',
    after: '2 over 1',
  },
  'parallel-http-1.1': {
    lines: ({ http2 }) => [
      ...[1, 2, 3].flatMap((number) => [`GET ${http2}/slow?ms=300&${number} HTTP/1.1`, '', '###']),
      `GET ${http2}/slow?ms=0`,
    ],
    sends: [[3], [0, 1, 2]],
    fixes: 3,
    before: '4 over 4',
    after: '4 over 1',
  },
};

suite('quick fixes of reuse hints', () => {
  let folder = '';
  let origins: Origins;
  const servers: { dispose(): Promise<void> }[] = [];
  const authority = (value: unknown): Thenable<void> =>
    vscode.workspace
      .getConfiguration('keepalive.tls')
      .update('ca', value, vscode.ConfigurationTarget.Global);

  suiteSetup(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keepalive-fixes-'));
    const { ca, localhost } = await certificates();
    const path = join(folder, 'ca.pem');
    writeFileSync(path, ca);
    await authority([path]);
    const plain = await startServer();
    const secure = await startServer({ tls: localhost });
    const http2 = await startHttp2Server({ tls: localhost });
    servers.push(plain, secure, http2);
    origins = { plain: plain.origin, secure: secure.origin, http2: http2.origin };
  });
  teardown(async () => {
    await closeEverything();
    await vscode.commands.executeCommand('keepalive.resetOriginProfiles');
  });
  suiteTeardown(async () => {
    await authority(undefined);
    for (const server of servers) await server.dispose();
    rmSync(folder, { recursive: true });
  });

  for (const [code, { lines, sends, pauseMs = 0, fixes = 1, before, after }] of Object.entries(
    rows,
  )) {
    test(`${code}: what the file sends shares one connection afterwards`, async () => {
      const document = await openHttp(lines(origins));
      assert.equal(await sentOver(document, sends, pauseMs), before);
      // What mends it may have to be learned from these sends first.
      for (let left = fixes; left > 0; left--) {
        const fix = await until(async () => {
          const offered = await fixesFor(document, `reuse-${code}`);
          return offered.find(({ isPreferred }) => isPreferred);
        });
        await apply(fix);
      }
      await vscode.commands.executeCommand('keepalive.closeConnections');
      assert.equal(await sentOver(document, sends, pauseMs), after);
    });
  }

  test('each hint that the file can mend has a row', () => {
    const mended = hintCodes.filter((code) => !notInTheFile.includes(code));
    assert.deepEqual(Object.keys(rows).sort(), mended.sort());
  });
});

/** Those that tell of the server: nothing in the file is to be changed. */
const notInTheFile: readonly HintCode[] = [
  'server-closes-idle',
  'server-closes-after',
  'close-delimited',
];

async function sentOver(
  document: vscode.TextDocument,
  sends: Row['sends'],
  pauseMs: number,
): Promise<string> {
  const exchanges: Exchange[] = [];
  for (const atOnce of sends) {
    if (exchanges.length > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const lines = document.getText().split('\n');
    const starts = lines.flatMap((line, index) => (line.startsWith('GET ') ? [index] : []));
    const sent = await Promise.all(atOnce.map((place) => send(document, starts[place] ?? -1)));
    const answered = sent.filter((exchange) => exchange !== null);
    exchanges.push(...answered.filter(({ failure }) => failure === null));
  }
  const hops = exchanges.flatMap((exchange) => exchange.hops);
  const connections = new Set(hops.map(({ connection }) => connection?.id));
  return `${String(exchanges.length)} over ${String(connections.size)}`;
}
