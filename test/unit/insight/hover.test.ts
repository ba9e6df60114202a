import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noPhases } from '../../../src/client/phaseClock.ts';
import { exchangeHover, forecastHover } from '../../../src/insight/hover.ts';
import { because, coldPhases, exchange, failure, hop, newConnection } from './exchanges.ts';

test('a new connection: reason, curl, picture, every phase, endpoint, sizes, links', () => {
  const closed = because('server-sent-close', { connection: 4, served: 1 });
  const text = exchangeHover(
    exchange([hop({ connection: newConnection({ closedBecause: closed }), phases: coldPhases })], {
      body: new Uint8Array(1234),
    }),
    'dark',
    {
      showResponse: 'command:keepalive.showResponse?%5B1%5D',
      sendFresh: 'command:keepalive.fresh',
    },
  );
  assert.deepEqual(withoutPicture(text).split('\n'), [
    '**#4 new** · the server closed #3 after 5.0 s idle',
    '',
    '*curl -v calls it* “Connection 3 seems to be dead, terminating”',
    '',
    '[Show response](command:keepalive.showResponse?%5B1%5D) · [Send on a fresh connection](command:keepalive.fresh)',
    '',
    '![148 ms in all: DNS 2.1 ms, TCP 11.0 ms, TLS 108 ms, send &#60;1 ms, wait 22.0 ms, download 4.6 ms](SVG)',
    '',
    '| connection |  | &emsp;request |  |',
    '| :-- | --: | :-- | --: |',
    '| queued | — | &emsp;send | <1 ms |',
    '| proxy | — | &emsp;wait | 22.0 ms |',
    '| DNS | 2.1 ms | &emsp;download | 4.6 ms |',
    '| TCP | 11.0 ms | &emsp; |  |',
    '| TLS | 108 ms | &emsp;**total** | **148 ms** |',
    '',
    '127.0.0.1:8443 from port 50123 · http/1.1  ',
    'TLSv1.3, TLS&#95;AES&#95;256&#95;GCM&#95;SHA384, full handshake  ',
    'Closed afterwards: the server sent Connection: close on #4 after 1 request',
    '',
    'Sent 123 bytes · received 456 bytes · body 1.2 kB',
  ]);
});

test('a reused one skips the handshake, with dashes', () => {
  const text = withoutPicture(exchangeHover(exchange(), 'light', {}));
  assert.match(text, /^\*\*#3 reused\*\* · request 5 on it, idle for 4\.1 s before\n/);
  for (const label of ['queued', 'proxy', 'DNS', 'TCP', 'TLS']) {
    assert.match(text, new RegExp(`^\\| ${label} \\| — \\|`, 'm'));
  }
  assert.match(text, /connection left open/);
  assert.doesNotMatch(text, /\[Show/);
});

test('TLS: resumption and a skipped check are said', () => {
  const first = newConnection({ tlsResumed: true, tlsVerified: false });
  const text = exchangeHover(exchange([hop({ connection: first })]), 'light', {});
  assert.match(text, /session resumed/);
  assert.match(text, /\*\*TLS not verified\*\*/);
});

test('a proxy is named, for the remote address is that of it', () => {
  const proxied = newConnection({ proxy: 'http://proxy.test:3128' });
  const text = exchangeHover(exchange([hop({ connection: proxied })]), 'light', {});
  assert.match(text, /^Through the proxy http\S*proxy\S*test\S*3128/m);
});

test('every hop is in the table', () => {
  const text = exchangeHover(
    exchange([
      hop({ response: null, failure: failure({ code: 'closed-before-response' }) }),
      hop({ cause: 'stale-retry', connection: newConnection(), phases: coldPhases }),
    ]),
    'light',
    {},
  );
  assert.match(text, /^\| 1 first \| GET \/items\?page=2 \| failed \| #3 reused \| 12\.0 ms \|$/m);
  assert.match(text, /^\| 2 stale retry \| GET \/items\?page=2 \| 200 \| #4 new \| 148 ms \|$/m);
});

test('a failure begins with its sentence; what never went out has no picture', () => {
  const facts = failure({ code: 'not-supported', detail: 'The target *' });
  const text = exchangeHover(
    exchange([hop({ response: null, connection: null, phases: noPhases, failure: facts })]),
    'light',
    {},
  );
  assert.match(text, /^\*\*Failed\*\* · Not supported yet: the target &#42;/);
  assert.doesNotMatch(text, /data:image|\| queued/);
});

test('why a redirect was not followed, and where it leads, without its secrets', () => {
  const location = 'https://x.test/?token=abcd&by=s3cret';
  const left = { location, because: 'no-redirect' } as const;
  const sent = exchange([hop({ notFollowed: left })], { secrets: ['s3cret'] });
  assert.match(
    exchangeHover(sent, 'light', {}),
    /^\*\*Redirect not followed\*\* · it leads to https&#58;\S*token=(?:&#42;){3}&#38;by=(?:&#42;){3}, and &#35; &#64;no-redirect asks for the redirect itself$/m,
  );
});

test('nothing that a server says becomes Markdown', () => {
  const evil =
    '](command:evil) <img src=x> **b** `c` | https://evil.test www.evil.test a@evil.test $(zap)\n# h';
  const text = withoutPicture(
    exchangeHover(
      exchange([
        hop({
          url: `https://x.test/${evil}`,
          failure: failure({ code: 'protocol-error', detail: evil }),
        }),
        hop({
          cause: 'redirect',
          connection: newConnection({ tlsCipher: evil, pool: evil, protocol: evil }),
        }),
      ]),
      'light',
      {},
    ),
  );
  assert.doesNotMatch(
    text,
    /\]\(command:evil|<img|\*\*b|`|:\/\/evil|www\.evil|a@evil|\$\(zap|^# h/m,
  );
  const rows = text.split('\n').filter((line) => line.startsWith('| 1 first |'));
  assert.equal(rows[0]?.split('|').length, 7, 'a pipe from outside made a cell');
});

test('with nothing sent yet, what would happen', () => {
  assert.equal(
    forecastHover(
      { kind: 'reuse', connection: 3, requestsBefore: 4, idleMs: 4200, maxIdleMs: 118_000 },
      'api.test',
      {},
    ),
    '**Not sent yet** · reuses #3 · idle 4 s of 118 s\n\nIt would be request 5 on #3: no DNS, TCP or TLS to wait for',
  );
  assert.equal(
    forecastHover({ kind: 'open', because: because('first-request') }, 'api.test', {}),
    '**Not sent yet** · opens a connection: first to api.test\n\nA new connection, because it is the first request to api.test',
  );
  assert.match(
    forecastHover(
      { kind: 'open', because: because('first-request') },
      'api.test',
      {},
      'There is no file `a_b.txt`',
    ),
    /^\*\*Not sent\*\* · There is no file &#96;a&#95;b\.txt&#96;\n\nSent now, it opens a connection: first to api\.test\n\n/,
  );
});

function withoutPicture(text: string): string {
  return text.replace(/\(data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+\)/, '(SVG)');
}
