/** Answers that mean harm, or are merely broken: each is survived, and each has words. */
import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { responseFileName } from '../../src/insight/fileName.ts';
import { annotation, closeEverything, hover, lenses, openHttp, send, until } from './window.ts';

type Row = {
  /** Fields of the head beside `Content-Length`, which is right where none is given. */
  readonly head?: readonly string[];
  readonly body: () => string | Buffer;
  /** In the annotation, the hover, above the response, or in the annotation of the next send. */
  readonly says: RegExp;
};

/** More than is taken out of a coding, whatever the surface. */
const bombBytes = 2 ** 26 + 1;

const rows: Readonly<Record<string, Row>> = {
  'a script in HTML': {
    head: ['Content-Type: text/html'],
    body: () => '<script>document.title = "ran"</script><p onclick="x()">Hello</p>',
    says: /Holds scripts; nothing here runs them/,
  },
  'a script in SVG': {
    head: ['Content-Type: image/svg+xml'],
    body: () => '<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/")</script></svg>',
    says: /Holds scripts; nothing here runs them/,
  },
  'escape sequences': {
    body: () => 'plain \u001b[31mred\u001b[0m \u001b]0;title\u0007',
    says: /escape sequences for a terminal \(ANSI\); nothing here obeys them/,
  },
  'marks of direction': {
    body: () => 'invoice\u202egpj.exe',
    says: /Changes the direction of writing \(1 mark\)/,
  },
  '10 MB on one line': {
    body: () => 'x'.repeat(10_000_000),
    says: /a line of 10\.0 MB: the editor draws the beginning of it/,
  },
  '100,000 headers': {
    head: Array.from({ length: 100_000 }, (_, index) => `X-${String(index)}: y`),
    body: () => 'ok',
    says: /The headers of the answer of .* are longer than 262\.1 kB/,
  },
  'a gzip bomb': {
    head: ['Content-Encoding: gzip'],
    body: () => zlib.gzipSync(Buffer.alloc(bombBytes), { level: 9 }),
    says: /The answer of .* is larger than \d+\.\d MB\. Ask for less/,
  },
  'a brotli bomb': {
    head: ['Content-Encoding: br'],
    body: () =>
      zlib.brotliCompressSync(Buffer.alloc(bombBytes), {
        params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 },
      }),
    says: /The answer of .* is larger than \d+\.\d MB\. Ask for less/,
  },
  'a coding that it is not in': {
    head: ['Content-Encoding: gzip'],
    body: () => 'not gzip at all',
    says: /could not be decoded \(gzip: .*\): it is shown as it came/,
  },
  'a charset that nobody knows': {
    head: ['Content-Type: text/plain; charset=klingon'],
    body: () => 'naïve',
    says: /The charset klingon is not known: the body is read as utf-8/,
  },
  'a charset that it is not in': {
    head: ['Content-Type: text/plain; charset=utf-8'],
    body: () => Buffer.from('naïve', 'latin1'),
    says: /Some bytes are not utf-8/,
  },
  'a Content-Length that promises more': {
    head: ['Content-Length: 100'],
    body: () => 'half',
    says: /The response is not whole/,
  },
  'a Content-Length that promises less': {
    head: ['Content-Length: 2'],
    body: () => 'ok and more',
    says: /new: unexpected data on #\d+/,
  },
  'a Content-Length that is no number': {
    head: ['Content-Length: many'],
    body: () => 'ok',
    says: /Content-Length|not .*HTTP/i,
  },
  'a file name that climbs': {
    head: ['Content-Disposition: attachment; filename="../../x"'],
    body: () => 'harmless',
    says: /The server names it \.\.\/\.\.\/x: Save offers the name x/,
  },
};

suite('hostile responses', () => {
  let origin = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (request: Buffer) => {
      const [, path = ''] = request.toString('latin1').split(' ');
      const row = rows[decodeURIComponent(path.slice(1))];
      const body = Buffer.from(row?.body() ?? '');
      const fields = row?.head ?? [];
      const length = fields.some((field) => field.startsWith('Content-Length'))
        ? []
        : [`Content-Length: ${String(body.length)}`];
      const head = ['HTTP/1.1 200 OK', ...length, ...fields, '', ''].join('\r\n');
      socket.end(Buffer.concat([Buffer.from(head), body]));
    });
  });
  suiteSetup(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  teardown(closeEverything);
  suiteTeardown(() => {
    server.close();
  });

  for (const [name, { says }] of Object.entries(rows)) {
    test(`${name} is safe, and told`, async () => {
      const document = await openHttp([`GET ${origin}/${encodeURIComponent(name)}`]);
      const exchange = await send(document, 0);
      assert.ok(exchange, 'the send came to an end');
      const words = [await annotation(document, 0), await hover(document, 0)];
      if (exchange.hops.at(-1)?.response !== null) {
        // A picture is shown as one by itself.
        const request = { uri: document.uri.toString(), line: 0 };
        await vscode.commands.executeCommand('keepalive.showBody', request);
        const shown = await until(() =>
          vscode.window.visibleTextEditors.find(
            ({ document: { uri } }) => uri.scheme === 'keepalive-response',
          ),
        );
        words.push(...(await lenses(shown.document, 0)));
      }
      assert.match(responseFileName(exchange), /^[^\\/]+$/);
      // The editor goes on.
      const next = await openHttp([`GET ${origin}/next`]);
      assert.equal((await send(next, 0))?.hops.at(-1)?.response?.status, 200);
      words.push(await annotation(next, 0));
      assert.match(words.join('\n').replaceAll('\\', ''), says);
    });
  }
});
