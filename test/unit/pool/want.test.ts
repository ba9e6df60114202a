/** The rules of matching one by one, and their order: libcurl's, `url_match_conn` in lib/url.c. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { match, type Have, type Match, type TlsWant, type Want } from '../../../src/pool/want.ts';
import { api, tls } from './wants.ts';

const proxy = { kind: 'http', host: 'proxy.test', port: 3128, credentials: null } as const;

type Rule = {
  readonly fails: Match;
  /** What the request has that the connection `api` has not. */
  readonly want: Partial<Want>;
  readonly protocol?: Have['protocol'];
};

/** In the order of comparing. */
const rules: readonly Rule[] = [
  { fails: 'elsewhere', want: { host: 'other.test' } },
  { fails: 'elsewhere', want: { port: 8443 } },
  { fails: 'different-ip-version', want: { ipVersion: 4 } },
  { fails: 'different-local-address', want: { localAddress: '10.0.0.1' } },
  { fails: 'different-unix-socket', want: { unixSocket: '/run/api.sock' } },
  { fails: 'different-connect-to', want: { connectTo: { host: 'b.test', port: 443 } } },
  { fails: 'different-scheme', want: { scheme: 'http', tls: null } },
  { fails: 'different-proxy', want: { proxy } },
  { fails: 'different-tls-config', want: { tls: { ...tls, minVersion: 'TLSv1.3' } } },
  { fails: 'different-tls-config', want: { tls: { ...tls, maxVersion: 'TLSv1.2' } } },
  { fails: 'different-tls-config', want: { tls: { ...tls, verify: false } } },
  { fails: 'different-tls-config', want: { tls: { ...tls, ca: 'own' } } },
  { fails: 'different-client-certificate', want: { tls: { ...tls, clientCertificate: 'ada' } } },
  { fails: 'different-tls-config', want: { tls: { ...tls, ciphers: 'AES128-SHA' } } },
  { fails: 'different-tls-config', want: { tls: { ...tls, curves: 'P-384' } } },
  { fails: 'different-tls-config', want: { tls: { ...tls, pinnedKeys: 'a' } } },
  { fails: 'different-credentials', want: { credentials: 'ada' } },
  { fails: 'different-http-version', want: { httpVersion: '1.1' }, protocol: 'h2' },
];

suite('the first rule that fails is the answer', () => {
  for (const [index, { fails, want, protocol }] of rules.entries()) {
    test(`${String(index + 1)}. ${JSON.stringify(want)} → ${fails}`, () => {
      const connection = { want: api, protocol: protocol ?? 'http/1.1' } as const;
      assert.equal(match(connection, { ...api, ...want }), fails);
    });
  }

  test('of two that fail, the earlier one', () => {
    for (const [index, earlier] of rules.entries()) {
      for (const later of rules.slice(index + 1)) {
        const both = {
          ...api,
          ...later.want,
          ...earlier.want,
          ...(earlier.want.tls && later.want.tls
            ? { tls: { ...tls, ...differing(later.want.tls), ...differing(earlier.want.tls) } }
            : {}),
        };
        const protocol = later.protocol ?? earlier.protocol ?? 'http/1.1';
        const said = `${JSON.stringify(earlier.want)} and ${JSON.stringify(later.want)}`;
        assert.equal(match({ want: api, protocol }, both), earlier.fails, said);
      }
    }
  });
});

suite('what is the same', () => {
  const same = (name: string, connection: Partial<Want>, want: Partial<Want>): void => {
    test(name, () => {
      const have = { want: { ...api, ...connection }, protocol: 'http/1.1' } as const;
      assert.equal(match(have, { ...api, ...want }), 'same');
    });
  };
  const plain = { scheme: 'http', tls: null } as const;

  same('everything', {}, {});
  same('TLS settings with the same contents', { tls: { ...tls } }, {});
  same('a request that takes any IP version, on one that has one', { ipVersion: 6 }, {});
  same('a request that is not bound, on one that is', { localAddress: '10.0.0.1' }, {});
  same(
    'two hosts through one proxy that forwards',
    { ...plain, proxy, host: 'one.test', port: 80 },
    { ...plain, proxy, host: 'two.test', port: 81 },
  );
});

suite('hosts are compared by name', () => {
  const elsewhere = (one: string, other: string): void => {
    test(`${one} and ${other} are two`, () => {
      const have = { want: { ...api, host: one }, protocol: 'http/1.1' } as const;
      assert.equal(match(have, { ...api, host: other }), 'elsewhere');
    });
  };
  elsewhere('localhost', '127.0.0.1');
  // As in curl, whose two transfers to these make two connections.
  elsewhere('api.test', 'api.test.');
  elsewhere('fe80::1%eth0', 'fe80::1%eth1');
  elsewhere('fe80::1', 'fe80::1%eth0');
});

suite('a proxy is another', () => {
  const others = { kind: 'socks5', host: 'b.test', port: 1, credentials: 'Basic YTpi' } as const;
  for (const property of ['kind', 'host', 'port', 'credentials'] as const) {
    test(`by its ${property}`, () => {
      const have = { want: { ...api, proxy }, protocol: 'http/1.1' } as const;
      const other = { ...proxy, [property]: others[property] };
      assert.equal(match(have, { ...api, proxy: other }), 'different-proxy');
    });
  }
});

test('a connection that does not stand yet is compared by the version that was asked for', () => {
  const have = { want: api, protocol: null } as const;
  assert.equal(match(have, api), 'same');
  assert.equal(match(have, { ...api, httpVersion: '1.1' }), 'different-http-version');
});

/** What of these settings is not the default. */
function differing(settings: TlsWant): Partial<TlsWant> {
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => value !== tls[name as keyof TlsWant]),
  );
}
