/** What is learned of an origin from real traffic, kept, and exported. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  learnExchange,
  learnSnapshot,
  nothingLearned,
} from '../../../src/insight/profile/learn.ts';
import {
  profilesJson,
  readProfiles,
  savedProfiles,
} from '../../../src/insight/profile/profileJson.ts';
import type { OpenedBecause } from '../../../src/pool/reasons.ts';
import { certificates } from '../../support/certificates.ts';
import { stage } from '../../support/stage.ts';
import { because, coldPhases, connection, exchange, hop, newConnection } from './exchanges.ts';

test('an origin is what was sent to it', async (t) => {
  const { localhost } = await certificates();
  const { server, client, send } = await stage(t, { tls: localhost });
  const sent = [
    await send('/ok'),
    await send('/keep-alive-max'),
    await send('/close'),
    await send('/ok', { freshConnection: true }),
  ];
  const learned = learnSnapshot(sent.reduce(learnExchange, nothingLearned), client.snapshot());
  const profile = learned.profiles.get(server.origin);
  assert.ok(profile);
  assert.deepEqual(
    [profile.sends, profile.opened, profile.reused],
    [4, server.connections.length, 2],
  );
  assert.deepEqual(profile.protocols, { 'http/1.1': 4 });
  assert.deepEqual(profile.keepAlive, { timeoutSeconds: 5, max: 1 });
  assert.deepEqual(profile.servedAtEnd, [3]);
  assert.equal(profile.mostServed, 3);
  assert.deepEqual(profile.tls, { full: 2 - server.resumed, resumed: server.resumed, verified: 2 });
  assert.equal(profile.handshakes.length, 2);
  assert.ok(profile.handshakes.every(({ tls, dns }) => tls !== null && dns === null));
  assert.deepEqual(profile.addresses, [`127.0.0.1:${server.port}`]);
  // Exchanges begin at whole milliseconds: of two that follow at once the pause may be none.
  assert.ok(profile.pauses.length <= 3);
  assert.deepEqual(Object.keys(profile.openedBecause), ['first-request', 'fresh-connection']);
  assert.deepEqual(
    profile.closedBecause,
    { 'server-sent-close': 1 },
    'told of twice, counted once',
  );
});

test('what is kept is read again, and nothing else', () => {
  const { profiles } = learnExchange(nothingLearned, exchange());
  const saved: unknown = JSON.parse(JSON.stringify(savedProfiles(profiles.values())));
  const [profile] = readProfiles(saved).values();
  const [before] = profiles.values();
  assert.ok(before);
  assert.deepEqual(profile, { ...before, now: profile?.now });
  assert.equal(profile.now.lastEndAt, null, 'what held for the process is gone');
  for (const bad of [null, 1, {}, { version: 2, origins: [] }, { version: 1, origins: [1, {}] }]) {
    assert.equal(readProfiles(bad).size, 0);
  }
  const spoiled = { version: 1, origins: [{ origin: 'http://a:1', handshakes: 'many' }] };
  assert.equal(readProfiles(spoiled).size, 0);
});

test('the export has medians, spreads and counts', () => {
  const cold = (id: number, tls: number, openedBecause: OpenedBecause) =>
    hop({
      phases: { ...coldPhases, tls },
      connection: newConnection({ id, tlsResumed: id > 4, openedBecause }),
    });
  const headers = [['Keep-Alive', 'timeout=5, max=100']] as const;
  const hops = [
    cold(4, 100, because('first-request')),
    hop({
      connection: connection({ id: 4, requestsBefore: 1, idleMs: 1000.12345 }),
      response: { status: 200, statusText: 'OK', httpVersion: '1.1', headers },
    }),
    cold(5, 20, because('server-closed-idle', { connection: 4, served: 2, idleMs: 1700 })),
    cold(6, 60, because('server-sent-close', { connection: 5, served: 1 })),
  ];
  // They take 140, 12, 60 and 100 ms.
  const learned = hops
    .map((each, index) => exchange([each], { startedAt: 1_760_000_000_000 + index * 2000 }))
    .reduce(learnExchange, nothingLearned);
  const json: unknown = JSON.parse(JSON.stringify(profilesJson(learned.profiles.values())));
  assert.deepEqual(json, {
    type: 'origin-profiles',
    version: 1,
    origins: [
      {
        origin: 'https://api.test:443',
        firstAt: '2025-10-09T08:53:20.000Z',
        lastAt: '2025-10-09T08:53:26.100Z',
        addresses: ['127.0.0.1:8443'],
        sends: 4,
        opened: 3,
        reused: 1,
        reuseRatio: 0.25,
        protocols: { 'http/1.1': 4 },
        keepAlive: {
          header: { timeoutSeconds: 5, max: 100 },
          idleCloseMs: always(1, 1700),
          longestIdleServedMs: 1000.123,
          requestsAtServerClose: always(1, 1),
          mostRequestsServed: 2,
        },
        tls: { full: 1, resumed: 2 },
        handshakeMs: {
          total: { count: 3, min: 33.1, low: 53.1, median: 73.1, high: 93.1, max: 113.1 },
          dns: always(3, 2.1),
          tcp: always(3, 11),
          proxy: null,
          tls: { count: 3, min: 20, low: 40, median: 60, high: 80, max: 100 },
        },
        pauseMs: { count: 3, min: 1860, low: 1900, median: 1940, high: 1964, max: 1988 },
        openedBecause: { 'first-request': 1, 'server-closed-idle': 1, 'server-sent-close': 1 },
        closedBecause: { 'server-closed-idle': 1, 'server-sent-close': 1 },
        mostConnectionsAtOnce: 1,
      },
    ],
  });
});

function always(count: number, ms: number): object {
  return { count, min: ms, low: ms, median: ms, high: ms, max: ms };
}

test('origins and samples are bounded', () => {
  let learned = nothingLearned;
  for (let index = 0; index < 300; index++) {
    const url = `https://host-${index % 150}.test/${index}`;
    learned = learnExchange(learned, exchange([hop({ url })]));
  }
  assert.equal(learned.profiles.size, 100);
  for (let index = 0; index < 100; index++) learned = learnExchange(learned, exchange());
  const profile = learned.profiles.get('https://api.test:443');
  assert.equal(profile?.sends, 100);
  assert.ok(JSON.stringify(profile).length < 8000);
});

test('a path that holds a secret is not kept', () => {
  const url = 'https://api.test/reset/s3cr3t-t0ken';
  const closing = hop({
    url,
    connection: {
      ...hop().connection!,
      closedBecause: {
        code: 'close-delimited-body',
        connection: 3,
        served: 1,
        idleMs: null,
        ageMs: null,
        limit: null,
      },
    },
  });
  const of = (secrets: readonly string[]) =>
    learnExchange(nothingLearned, exchange([closing], { secrets })).profiles.get(
      'https://api.test:443',
    )?.now.closeDelimited;
  assert.deepEqual(of([]), { '/reset/s3cr3t-t0ken': 1 });
  assert.deepEqual(of(['s3cr3t-t0ken']), {});
});
