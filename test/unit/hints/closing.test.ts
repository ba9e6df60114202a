/** Requests that end their connection, or will have none that is there: raised by real traffic, and near misses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClients } from '../../../src/client/clients.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { atOnce } from '../../../src/request/steps.ts';
import { check, newMemory } from '../../../src/language/check.ts';
import { findHints } from '../../../src/language/findHints.ts';
import type { HttpFile, PlacedRequest } from '../../../src/parser/httpFile.ts';
import { parse } from '../../../src/parser/parse.ts';
import { reparse } from '../../../src/parser/reparse.ts';
import { resolve, type Resolution } from '../../../src/request/resolve.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { stage } from '../../support/stage.ts';
import { hintsOf, learnFrom, told } from './sent.ts';

test('connection-close: a header that makes the next request open a connection', async (t) => {
  const { server, client } = await stage(t);
  const text = `GET ${server.origin}/ok\nConnection: close\n\n###\nGET ${server.origin}/ok?b\n`;
  const learned = await learnFrom(client, text, [0, 1, 0, 1]);
  assert.equal(server.connections.length, 3, 'each close costs the next one a connection');
  const hints = hintsOf(text, learned);
  assert.deepEqual(told(hints), ['connection-close 2 measured']);
  const host = `127.0.0.1:${server.port}`;
  assert.match(
    hints[0]?.message ?? '',
    new RegExp(
      `^\`Connection: close\` ends the connection after this request, so the next one to ${host} opens another \\(2 of 4 sends had to\\)\\. About .* each time \\(the median of 3 measured\\)$`,
    ),
  );
  assert.equal(hints[0]?.severity, 'information');
  assert.equal(text.slice(hints[0].start, hints[0].end), 'Connection: close');
});

test('connection-close is no hint where nothing else could use the connection, or it is kept', async (t) => {
  const { server, client } = await stage(t);
  const alone = `GET ${server.origin}/ok\nConnection: close\n`;
  assert.deepEqual(told(hintsOf(alone, await learnFrom(client, alone, [0]))), []);
  const kept = `GET ${server.origin}/ok\nConnection: keep-alive\n\n###\nGET ${server.origin}/ok\n`;
  assert.deepEqual(told(hintsOf(kept, await learnFrom(client, kept, [0, 1]))), []);
});

test('no-keep-alive: as the header, at the directive; switched off it is none', async (t) => {
  const { server, client } = await stage(t);
  const of = (directive: string) =>
    `# @name a\n${directive}\nGET ${server.origin}/ok\n\n###\nGET ${server.origin}/ok\n`;
  const text = of('# @no-keep-alive');
  const learned = await learnFrom(client, text, [0, 1]);
  assert.equal(server.connections.length, 2);
  assert.deepEqual(told(hintsOf(text, learned)), ['no-keep-alive 2 measured']);
  assert.deepEqual(told(hintsOf(of('# @no-keep-alive false'), learned)), []);
});

test('fresh-connection: each send opens one beside one that is there', async (t) => {
  const { server, client } = await stage(t);
  const text = `# @fresh-connection\nGET ${server.origin}/ok\n`;
  const once = await learnFrom(client, text, [0]);
  assert.deepEqual(told(hintsOf(text, once)), [], 'the only send there was');
  const twice = await learnFrom(client, text, [0, 0]);
  assert.equal(server.connections.length, 3);
  const hints = hintsOf(text, twice);
  assert.deepEqual(told(hints), ['fresh-connection 1 measured']);
  assert.match(hints[0]?.message ?? '', /; 2 of 2 sends did\. /);
});

test('lone-pool: a pool that one request has to itself', async (t) => {
  const { server } = await stage(t);
  const client = createClients(defaultSettings, 'workspace');
  t.after(() => client.dispose());
  const of = (pools: readonly string[]) =>
    pools.map((pool) => `###\n${pool}\nGET ${server.origin}/ok\n`).join('\n');
  const split = of(['# @pool a', '#', '#']);
  const learned = await learnFrom(client, split, [0, 1, 2]);
  assert.equal(server.connections.length, 2);
  assert.deepEqual(told(hintsOf(split, learned)), ['lone-pool 2 measured']);
  assert.deepEqual(told(hintsOf(of(['# @pool a', '# @pool a', '#']), learned)), []);
  assert.deepEqual(told(hintsOf(of(['# @pool a']), learned)), []);
});

test('max-idle: below the pace of the sends', async (t) => {
  const { server, client } = await stage(t);
  const of = (limit: string) => `# @max-idle ${limit}\nGET ${server.origin}/ok\n`;
  const text = of('5ms');
  const learned = await learnFrom(client, text, [0, 0, 0], 25);
  assert.equal(server.connections.length, 3);
  const hints = hintsOf(text, learned);
  assert.deepEqual(told(hints), ['max-idle 1 measured']);
  assert.match(
    hints[0]?.message ?? '',
    /^`@max-idle 5 ms` is shorter than the pauses between sends .*: 2 of 3 sends gave up a connection for it\. /,
  );
  // What was lost under another limit says nothing about this one.
  for (const other of ['6ms', '60s']) assert.deepEqual(told(hintsOf(of(other), learned)), []);
  const long = await stage(t);
  const patient = `# @max-idle 60s\nGET ${long.server.origin}/ok\n`;
  assert.deepEqual(
    told(hintsOf(patient, await learnFrom(long.client, patient, [0, 0, 0], 25))),
    [],
  );
  assert.equal(long.server.connections.length, 1);
});

test('what was not sent has hints from the file alone, marked and not measured', () => {
  const text = [
    '### a',
    'GET http://api.test/',
    'Connection: close',
    '',
    '### b',
    '# @fresh-connection',
    'GET http://api.test/',
    '',
  ].join('\n');
  const hints = hintsOf(text);
  assert.deepEqual(told(hints), ['connection-close 3 unmeasured', 'fresh-connection 6 unmeasured']);
  assert.deepEqual([...new Set(hints.map(({ severity }) => severity))], ['hint']);
  assert.doesNotMatch(hints[0]?.message ?? '', /measured/);
});

test('a hint is silenced at its request, in its file, by name or with all others', () => {
  const two = (above: string, top = '') =>
    `${top}### a\n${above}GET http://api.test/\nConnection: close\n\n### b\nGET http://api.test/\nConnection: close\n`;
  assert.equal(hintsOf(two('')).length, 2);
  assert.deepEqual(told(hintsOf(two('# @no-hint connection-close\n'))), [
    'connection-close 8 unmeasured',
  ]);
  assert.deepEqual(told(hintsOf(two('# @no-hint max-idle, connection-close\n'))).length, 1);
  assert.deepEqual(told(hintsOf(two('# @no-hint\n'))).length, 1);
  assert.deepEqual(told(hintsOf(two('# @no-hint fresh-connection\n'))).length, 2);
  assert.deepEqual(told(hintsOf(two('', '# @no-hint connection-close\n\n'))), []);
  assert.deepEqual(told(hintsOf(two('', '# @no-hint\n'))), []);
});

test('after an edit elsewhere hints are found without resolving a request again', () => {
  const requests = Array.from(
    { length: 500 },
    (_, index) => `### ${index}\nGET http://api.test/${index}\n`,
  );
  const text = `${requests.join('\n')}\n### last\nGET http://api.test/\nConnection: close\n`;
  const before = parse(text);
  const memory = newMemory();
  let resolved = 0;
  const find = (file: HttpFile): readonly string[] => {
    const scope = fileScope(file);
    const count = (placed: PlacedRequest): Resolution => {
      resolved += 1;
      return resolve(placed, scope, 'a.http');
    };
    atOnce(check({ file, around, resolve: count }, memory));
    return told(atOnce(findHints(file, memory, { profile: () => null, others: [] })).hints);
  };
  const around = {};
  assert.deepEqual(find(before), ['connection-close 1503 unmeasured']);
  assert.equal(resolved, 501);
  resolved = 0;
  const offset = text.indexOf('/250');
  const after = `${text.slice(0, offset)}/a\nA: b${text.slice(offset + 4)}`;
  const file = reparse(before, after, { offset, removed: 4, inserted: 7 });
  assert.deepEqual(find(file), ['connection-close 1504 unmeasured']);
  assert.ok(resolved <= 3, `${resolved} were resolved again`);
});
