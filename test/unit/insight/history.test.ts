import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import {
  facetsOf,
  fits,
  headlineOf,
  headlineOutcome,
} from '../../../src/insight/historyHeadline.ts';
import {
  exchangeOfRecord,
  historyRecord,
  maxBodyKept,
} from '../../../src/insight/historyRecord.ts';
import { maskBody } from '../../../src/insight/maskBody.ts';
import { sentSecrets } from '../../../src/insight/sentSecrets.ts';
import { exchange, failure, hop } from './exchanges.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('an exchange without secrets comes back as it was', () => {
  const given = exchange([hop(), hop({ cause: 'stale-retry' })], { body: bytes('{"a":1}') });
  const back = exchangeOfRecord(historyRecord(given));
  assert.ok(back);
  assert.deepEqual(back.exchange.body.bytes(), given.body.bytes());
  assert.deepEqual({ ...back.exchange, body: given.body }, given);
  assert.equal(back.bodyBytes, 7);
});

test('a failure without a response comes back, too', () => {
  const given = exchange([hop({ response: null, connection: null, failure: failure() })]);
  const back = exchangeOfRecord(historyRecord(given));
  assert.deepEqual({ ...back?.exchange, body: given.body }, given);
});

test('of a body the beginning is kept', () => {
  const given = exchange([hop()], { body: new Uint8Array(maxBodyKept + 1).fill(0xff) });
  const record = historyRecord(given);
  assert.equal(record.body.length, maxBodyKept);
  assert.equal(exchangeOfRecord(record)?.bodyBytes, maxBodyKept + 1);
});

test('what is no record of ours is none', () => {
  for (const text of [
    '',
    '{',
    '{}',
    'null',
    '{"version":0,"hops":[{}]}',
    '{"version":1,"hops":[]}',
  ]) {
    assert.equal(exchangeOfRecord({ exchange: text, body: new Uint8Array() }), null, text);
  }
});

/** One for each place a secret can sit in, each told from the others. */
const places = [
  'variable',
  'userinfo',
  'query',
  'bearer',
  'basicpassword',
  'proxyauth',
  'cookie',
  'setcookie',
  'apikey',
  'location',
  'jsonfield',
  'formfield',
  'fragmenttoken',
].map((place) => `MARKER-${place}`);

function planted(): Exchange {
  const basic = btoa('ada:MARKER-basicpassword');
  const sent = hop({
    url: 'https://ada:MARKER-userinfo@api.test/a?access_token=MARKER-query',
    requestHeaders: [
      ['Authorization', 'Bearer MARKER-bearer'],
      ['Proxy-Authorization', `Basic ${btoa('proxy:MARKER-proxyauth')}`],
      ['Cookie', 'sid=MARKER-cookie; theme=dark'],
      ['X-Api-Key', 'MARKER-apikey'],
    ],
    response: {
      status: 302,
      statusText: 'MARKER-variable',
      httpVersion: '1.1',
      headers: [
        ['Set-Cookie', 'sid=MARKER-setcookie; Path=/'],
        ['Location', '/b?token=MARKER-location#x'],
      ],
    },
  });
  const second = hop({ cause: 'redirect', requestHeaders: [['Authorization', `Basic ${basic}`]] });
  // An echo tells all that was sent, and the encoded form of some of it.
  const echo = JSON.stringify({ all: places, basic, url: encodeURIComponent('MARKER-query') });
  const body = `${echo}{"password": "MARKER-jsonfield", "x": "y"}\ntoken=MARKER-formfield&a=b`;
  return exchange([sent, second], {
    url: 'https://ada:MARKER-userinfo@api.test/a?access_token=MARKER-query',
    source: { file: 'a.http', name: null, title: 'Has MARKER-variable in it', line: 1 },
    secrets: ['MARKER-variable'],
    body: bytes(body),
  });
}

test('no secret is left in what is kept, wherever it sat', () => {
  const given = planted();
  const record = historyRecord(given);
  const kept = [
    record.exchange,
    new TextDecoder().decode(record.body),
    JSON.stringify(headlineOf(given)),
  ];
  const known = sentSecrets(given);
  for (const text of kept) {
    for (const place of places) {
      // These three are secrets by their field alone: elsewhere in a body nobody can know them.
      if (/jsonfield|formfield|fragmenttoken/.test(place)) continue;
      assert.ok(!text.includes(place), `${place} in ${text}`);
    }
    assert.ok(!text.includes(btoa('ada:MARKER-basicpassword')), 'the encoded credentials');
    assert.ok(
      !text.includes(btoa('proxy:MARKER-proxyauth')),
      'the encoded credentials of the proxy',
    );
  }
  assert.ok(known.includes('MARKER-basicpassword') && known.includes('MARKER-cookie'));
  assert.match(kept[1] ?? '', /"password": "\*\*\*", "x": "y"\}\ntoken=\*\*\*&a=b$/);
});

test('a redirect that was left is kept with its place, and without what is secret in it', () => {
  // Too short to be looked for elsewhere.
  const left = { location: 'https://x.test/b?sig=ab', because: 'no-redirect' } as const;
  const back = exchangeOfRecord(historyRecord(exchange([hop({ notFollowed: left })])));
  const kept = { ...left, location: 'https://x.test/b?sig=***' };
  assert.deepEqual(back?.exchange.hops[0]?.notFollowed, kept);
});

test('a binary body is masked byte by byte', () => {
  const body = Uint8Array.of(0xff, ...bytes('MARKER'), 0xfe, ...bytes('MARK'));
  const expected = Uint8Array.of(0xff, ...bytes('******'), 0xfe, ...bytes('MARK'));
  assert.deepEqual(maskBody(body, ['MARKER']), expected);
});

test('the list is narrowed down by status, connection, origin and request', () => {
  const ok = headlineOf(exchange());
  const missing = headlineOf(
    exchange([
      hop({
        response: { status: 404, statusText: '', httpVersion: '1.1', headers: [] },
        url: 'http://other.test/',
      }),
    ]),
  );
  const failed = headlineOf(
    exchange([hop({ response: null, connection: null, failure: failure() })]),
  );
  const all = [ok, ok, missing, failed];
  assert.equal(headlineOutcome(ok), '200 · 12 ms · reused');
  assert.match(headlineOutcome(failed), /^failed · /);
  const values = facetsOf(all).map(({ kind, value, count }) => `${kind} ${value} ${String(count)}`);
  assert.deepEqual(values, [
    'status 2xx 2',
    'status 4xx 1',
    'status failed 1',
    'connection reused 3',
    'connection no connection 1',
    'origin api.test 3',
    'origin other.test 1',
    'request Items 4',
  ]);
  const two = { kind: 'status', value: '2xx' } as const;
  const four = { kind: 'status', value: '4xx' } as const;
  const other = { kind: 'origin', value: 'other.test' } as const;
  assert.deepEqual(
    all.filter((one) => fits(one, [two, four])),
    [ok, ok, missing],
  );
  assert.deepEqual(
    all.filter((one) => fits(one, [two, other])),
    [],
  );
  assert.deepEqual(
    all.filter((one) => fits(one, [])),
    all,
  );
});
