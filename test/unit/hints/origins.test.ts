/** One place by several names, one origin split in two, HTTP/1.1 in parallel: real traffic, and near misses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnExchange, nothingLearned } from '../../../src/insight/profile/learn.ts';
import { certificates } from '../../support/certificates.ts';
import { startHttp2Server } from '../../support/http2Server.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, stage } from '../../support/stage.ts';
import { hintsOf, learnFrom, sendFrom, told } from './sent.ts';

test('origin-spelling: two names of this machine, said at the one used less', async (t) => {
  const { server, client } = await stage(t);
  const { port } = server;
  const text = [
    `GET http://127.0.0.1:${port}/ok`,
    `GET http://localhost:${port}/ok`,
    `GET http://127.0.0.1:${port}/ok?b`,
  ].join('\n\n###\n');
  const learned = await learnFrom(client, text, [0, 1, 2]);
  assert.equal(server.connections.length, 2);
  const hints = hintsOf(text, learned);
  assert.deepEqual(told(hints), ['origin-spelling 4 measured']);
  assert.match(
    hints[0]?.message ?? '',
    /^localhost:\d+ and 127\.0\.0\.1:\d+ are the same place by two names, .* with the 2 requests to 127/,
  );
  const other = new Map([[`http://localhost:${port}`, 5]]);
  assert.deepEqual(
    told(hintsOf(text, learned, [other])),
    ['origin-spelling 1 measured', 'origin-spelling 7 measured'],
    'another file of the workspace counts as well',
  );
});

test('upper case and the port of the scheme share a connection: no hint', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET http://localhost:${server.port}/ok\n\n###\nGET http://LOCALHOST:${server.port}/ok\n`;
  const learned = await learnFrom(client, text, [0, 1]);
  assert.equal(server.connections.length, 1);
  assert.deepEqual(told(hintsOf(text, learned)), []);
  const byPort = 'GET http://api.test/\n\n###\nGET http://api.test:80/\n';
  assert.deepEqual(told(hintsOf(byPort)), []);
});

test('a dot at the end is another name; other ports and other schemes are other places', () => {
  const dot = 'GET http://api.test/\n\n###\nGET http://api.test./\n';
  assert.deepEqual(told(hintsOf(dot)), ['origin-spelling 4 unmeasured']);
  const ports = 'GET http://localhost:1/\n\n###\nGET http://127.0.0.1:2/\n';
  assert.deepEqual(told(hintsOf(ports)), []);
  const schemes = 'GET http://localhost:1/\n\n###\nGET https://127.0.0.1:1/\n';
  assert.deepEqual(told(hintsOf(schemes)), []);
});

test('redirect-to-https: each answer sends to the same host over https', async (t) => {
  const { localhost } = await certificates();
  const { server, client } = await stage(t);
  const secure = await startServer({ tls: localhost });
  t.after(() => secure.dispose());
  const text = `GET ${server.origin}/to-https?to=${secure.port}\n`;
  const hints = hintsOf(text, await learnFrom(client, text, [0]));
  assert.deepEqual(told(hints), ['redirect-to-https 1 measured']);
  assert.deepEqual(hints[0]?.remedy, { kind: 'origin', from: server.origin, to: secure.origin });
});

test('redirect-to-https is no hint for one that may change, or where some answers are none', async (t) => {
  const { localhost } = await certificates();
  const { server, client } = await stage(t);
  const secure = await startServer({ tls: localhost });
  t.after(() => secure.dispose());
  const text = `GET ${server.origin}/to-https?status=302&to=${secure.port}\n\n###\nGET ${server.origin}/ok\n`;
  assert.deepEqual(told(hintsOf(text, await learnFrom(client, text, [0]))), []);
  assert.equal(hintsOf(text, await learnFrom(client, text, [0, 0])).length, 2);
  assert.deepEqual(told(hintsOf(text, await learnFrom(client, text, [0, 0, 1]))), []);
});

test('split-origin: `@insecure` on some requests of one origin', async (t) => {
  const { localhost } = await certificates();
  const { server, client } = await stage(t, { tls: localhost });
  const of = (...directives: readonly string[]) =>
    directives.map((line) => `###\n${line}\nGET ${server.origin}/ok\n`).join('\n');
  const text = of('#', '# @insecure');
  const learned = await learnFrom(client, text, [0, 1]);
  assert.equal(server.connections.length, 2);
  const hints = hintsOf(text, learned);
  assert.deepEqual(told(hints), ['split-origin 6 measured']);
  assert.match(hints[0]?.message ?? '', /Its certificate was found right 1 time\./);
  assert.deepEqual(hints[0]?.remedy, { kind: 'remove' });
  const all = of('# @insecure', '# @insecure');
  assert.deepEqual(told(hintsOf(all, learned)), [], 'all of them the same');
  assert.equal(hintsOf(text)[0]?.remedy, null, 'it may be there for good reason');
});

test('split-origin: settings of requests that keep them from sharing, met twice or more', async (t) => {
  const { server, client } = await stage(t);
  const of = (...addresses: readonly string[]) =>
    addresses
      .map((address) => `###\n# @local-address ${address}\nGET ${server.origin}/ok\n`)
      .join('\n');
  const two = of('127.0.0.1', '127.0.0.2');
  const twoLearned = await learnFrom(client, two, [0, 1, 0, 1]);
  assert.deepEqual(told(hintsOf(two, twoLearned)), [], 'seen once it may be chance');
  client.closeAll();
  const three = of('127.0.0.3', '127.0.0.4', '127.0.0.5');
  const hints = hintsOf(three, await learnFrom(client, three, [0, 1, 2, 0]));
  assert.equal(server.connections.length, 5);
  assert.deepEqual(told(hints), ['split-origin 3 measured']);
  assert.match(
    hints[0]?.message ?? '',
    /^2 of 4 sends to 127.* opened a connection because the one that was open had another local address\. /,
  );
});

test('parallel-http-1.1: connections that one of HTTP/2 would have carried', async (t) => {
  const { localhost } = await certificates();
  for (const tls of [null, localhost]) {
    const { server, client } = await stage(t, tls === null ? {} : { tls });
    const text = `GET ${server.origin}/slow?first=80\n`;
    const burst = async (size: number) => {
      const sent = Array.from({ length: size }, () => sendFrom(client, text, 0));
      return (await Promise.all(sent)).reduce(learnExchange, nothingLearned);
    };
    assert.deepEqual(told(hintsOf(text, await burst(2))), [], 'two at a time are no burst');
    client.closeAll();
    const hints = hintsOf(text, await burst(4));
    assert.deepEqual(told(hints), ['parallel-http-1.1 1 estimated']);
    assert.match(hints[0]?.message ?? '', /^Up to 4 connections to 127/);
    assert.match(hints[0]?.message ?? '', tls === null ? /not negotiated/ : /did not take HTTP\/2/);
  }
});

test('parallel-http-1.1: where the server speaks HTTP/2, at the requests that do not want it', async (t) => {
  const { localhost } = await certificates();
  const server = await startHttp2Server({ tls: localhost });
  t.after(() => server.dispose());
  const client = await clientFor(t);
  const text = `GET ${server.origin}/ok\n\n###\nGET ${server.origin}/ok HTTP/1.1\n`;
  const sent = await Promise.all([0, 0, 0, 0].map((index) => sendFrom(client, text, index)));
  const learned = sent.reduce(learnExchange, nothingLearned);
  assert.equal(learned.profiles.get(server.origin)?.protocols['h2'], 4);
  assert.deepEqual(told(hintsOf(text, learned)), [], 'they shared one connection');
});

test('parallel-http-1.1: a request line that insists on it is what to change', async (t) => {
  const { localhost } = await certificates();
  const server = await startHttp2Server({ tls: localhost });
  t.after(() => server.dispose());
  const client = await clientFor(t);
  const text = `GET ${server.origin}/ok\n\n###\nGET ${server.origin}/ok HTTP/1.1\n`;
  const sent = await Promise.all([1, 1, 1, 1, 0].map((index) => sendFrom(client, text, index)));
  const hints = hintsOf(text, sent.reduce(learnExchange, nothingLearned));
  assert.deepEqual(told(hints), ['parallel-http-1.1 4 estimated']);
  assert.equal(text.slice(hints[0]?.start, hints[0]?.end), '1.1');
  assert.deepEqual(hints[0]?.remedy, { kind: 'remove' });
});
