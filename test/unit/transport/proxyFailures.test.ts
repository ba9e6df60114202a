/** Proxies that refuse, lie, dawdle or break off: which failure, in which phase, and no socket left behind. */
import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { ClientSettings } from '../../../src/client/settings.ts';
import type { Exchange } from '../../../src/client/exchange.ts';
import { noProxy, type ProxySettings } from '../../../src/client/proxySettings.ts';
import { describeFailure } from '../../../src/insight/failureText.ts';
import type { ResolvedRequest } from '../../../src/request/resolvedRequest.ts';
import { certificates } from '../../support/certificates.ts';
import { startDeafListener } from '../../support/deafListener.ts';
import { requestTo } from '../../support/requestTo.ts';
import {
  startScriptedProxy,
  type ScriptedProxy,
  type ScriptedProxyOptions,
} from '../../support/scriptedProxy.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';

type Kind = 'http' | 'https' | 'socks5';
type Row = readonly [ScriptedProxyOptions, user: string | null, expected: string, says: RegExp];

const rows: readonly Row[] = [
  [
    { instead: 'refuse' },
    null,
    'proxy-refused in proxy',
    /The proxy refused to connect to localhost:/,
  ],
  [{ instead: 'close' }, null, 'proxy-refused in proxy', /closed the connection/],
  [{ instead: 'reset' }, null, 'proxy-refused in proxy', /ECONNRESET|closed/],
  [{ instead: 'garbage' }, null, 'proxy-refused in proxy', /does not speak|General|Reply|It /],
  [{ credentials: 'ann:pw' }, null, 'proxy-authentication in proxy', /wants credentials/],
  [{ credentials: 'ann:pw' }, 'ann:wrong', 'proxy-authentication in proxy', /wants credentials/],
];

for (const kind of ['http', 'https', 'socks5'] as const) {
  suite(`a proxy of the kind ${kind}`, () => {
    for (const [options, user, expected, says] of rows) {
      test(`that does ${JSON.stringify(options)}, asked as ${String(user)} → ${expected}`, async (t) => {
        const { proxy, send, client, port } = await stageFor(t, kind, options, { user });
        const exchange = await send();
        assert.deepEqual(story(exchange), [expected]);
        assert.ok(exchange.failure);
        assert.equal(exchange.failure.host, 'localhost');
        assert.equal(exchange.failure.port, port);
        assert.match(describeFailure(exchange.failure), says);
        assert.ok(!JSON.stringify(exchange.failure).includes('wrong'));
        await until('no socket is left', () => proxy.open === 0);
        assert.deepEqual(client.snapshot().connections, []);
      });
    }

    for (const how of ['connect-timeout', 'timeout', 'aborted'] as const) {
      test(`that never answers → ${how}`, async (t) => {
        const { proxy, send } = await stageFor(t, kind, { delayMs: Infinity });
        const abort = new AbortController();
        const changes = {
          ...(how === 'connect-timeout' ? { connectTimeoutMs: 80 } : {}),
          ...(how === 'timeout' ? { timeoutMs: 80 } : {}),
        };
        const sending = send(changes, abort.signal);
        await until('it was asked', () => proxy.asked.length === 1);
        if (how === 'aborted') abort.abort();
        assert.deepEqual(story(await sending), [`${how} in proxy`]);
        await until('no socket is left', () => proxy.open === 0);
      });
    }

    test('where nobody listens → proxy-refused, with its address', async (t) => {
      const { proxy, send } = await stageFor(t, kind);
      await proxy.dispose();
      const { failure } = await send();
      assert.equal(failure?.code, 'proxy-refused');
      assert.equal(failure.phase, 'tcp');
      assert.deepEqual(failure.addresses, [`127.0.0.1:${String(proxy.port)}`]);
      const words = `The proxy 127.0.0.1:${String(proxy.port)} refused the connection`;
      assert.ok(describeFailure(failure).startsWith(words));
    });

    test('whose name nobody has → dns-not-found, of that name', async (t) => {
      const proxy = { ...noProxy, https: `${kind}://nobody.invalid:3128` };
      const client = await clientFor(t, { proxy });
      const { failure } = await client.send(requestTo('https://api.test/'));
      // Without a resolver the lookup fails otherwise.
      assert.match(failure?.code ?? '', /^dns-(not-found|failed)$/);
      assert.equal(failure?.host, 'nobody.invalid');
    });

    test('that does not take the connection → connect-timeout in tcp', async (t) => {
      const deaf = await startDeafListener();
      t.after(() => deaf.dispose());
      const proxy = { ...noProxy, https: `${kind}://127.0.0.1:${String(deaf.port)}` };
      const client = await clientFor(t, { proxy, connectTimeoutMs: 80 });
      const exchange = await client.send(requestTo('https://api.test/'));
      assert.deepEqual(story(exchange), ['connect-timeout in tcp']);
      assert.equal(exchange.failure?.port, deaf.port);
    });

    test('through which the target fails its handshake → tls, of the target', async (t) => {
      const { wrongName } = await certificates();
      const { send, proxy, port } = await stageFor(t, kind, {}, { target: wrongName });
      const exchange = await send();
      assert.deepEqual(story(exchange), ['tls-wrong-name in tls']);
      assert.equal(exchange.failure?.port, port);
      await until('no socket is left', () => proxy.open === 0);
    });

    test('with a slow target: an abort in the handshake leaves no socket', async (t) => {
      const { send, proxy } = await stageFor(t, kind, {}, { handshakeDelayMs: Infinity });
      const exchange = await send({ timeoutMs: 1000 });
      assert.deepEqual(story(exchange), ['timeout in tls']);
      await until('no socket is left', () => proxy.open === 0);
    });
  });
}

suite('an HTTPS proxy', () => {
  test('that is not trusted → tls-untrusted in proxy, of the proxy', async (t) => {
    const { selfSigned } = await certificates();
    const { send, proxy } = await stageFor(t, 'https', { tls: selfSigned });
    const exchange = await send();
    assert.deepEqual(story(exchange), ['tls-untrusted in proxy']);
    assert.equal(exchange.failure?.port, proxy.port);
    await until('no socket is left', () => proxy.open === 0);
  });

  test('is trusted by the authorities of the settings only', async (t) => {
    const { send } = await stageFor(t, 'https', {}, { settings: { extraCa: [] } });
    assert.deepEqual(story(await send()), ['tls-untrusted in proxy']);
  });

  test('is taken as it is when the settings say so, and the target still is not', async (t) => {
    const { selfSigned } = await certificates();
    const { send } = await stageFor(t, 'https', { tls: selfSigned }, { verify: false });
    assert.deepEqual(story(await send()), ['#1 new: first-request · 200 · kept']);
    const careless = await stageFor(t, 'https', {}, { verify: false, target: selfSigned });
    assert.deepEqual(story(await careless.send()), ['tls-untrusted in tls']);
  });

  test('@insecure is about the target, not about the proxy', async (t) => {
    const { selfSigned } = await certificates();
    const { send } = await stageFor(t, 'https', { tls: selfSigned });
    assert.deepEqual(story(await send({ insecure: true })), ['tls-untrusted in proxy']);
  });

  test('that speaks no TLS → tls-handshake in proxy', async (t) => {
    const proxy = await startScriptedProxy();
    t.after(() => proxy.dispose());
    const url = `https://127.0.0.1:${String(proxy.port)}`;
    const client = await clientFor(t, { proxy: { ...noProxy, https: url } });
    const exchange = await client.send(requestTo('https://api.test/'));
    assert.deepEqual(story(exchange), ['tls-handshake in proxy']);
    assert.equal(exchange.failure?.port, proxy.port);
  });
});

suite('a forwarded request', () => {
  test('that the proxy answers with 407 has the status 407, and its connection is kept', async (t) => {
    const proxy = await startScriptedProxy({ credentials: 'ann:pw' });
    t.after(() => proxy.dispose());
    const url = `http://127.0.0.1:${String(proxy.port)}`;
    const client = await clientFor(t, { proxy: { ...noProxy, http: url } });
    const exchange = await client.send(requestTo('http://api.test/'));
    assert.deepEqual(story(exchange), ['#1 new: first-request · 407 · kept']);
    assert.equal(exchange.failure, null);
  });

  test('whose target the proxy does not reach has the status it says', async (t) => {
    const proxy = await startScriptedProxy();
    t.after(() => proxy.dispose());
    const url = `http://127.0.0.1:${String(proxy.port)}`;
    const client = await clientFor(t, { proxy: { ...noProxy, http: url } });
    const exchange = await client.send(requestTo('http://127.0.0.1:1/'));
    assert.deepEqual(story(exchange), ['#1 new: first-request · 502 · kept']);
  });
});

for (const [url, says] of [
  ['socks4://127.0.0.1:1080', 'A proxy of the kind socks4 in the settings'],
  ['http://', 'The address of the proxy in the settings'],
  ['http://ann:pw@:x', 'The address of the proxy in the settings'],
] as const) {
  test(`the proxy ${url} is not taken for none`, async (t) => {
    const client = await clientFor(t, { proxy: { ...noProxy, http: url } });
    const { failure } = await client.send(requestTo('http://127.0.0.1:1/'));
    assert.equal(failure?.code, 'not-supported');
    assert.equal(failure.detail, says);
  });
}

type Options = {
  readonly user?: string | null;
  readonly verify?: boolean;
  readonly settings?: Partial<ClientSettings>;
  readonly target?: { readonly cert: string; readonly key: string };
  readonly handshakeDelayMs?: number;
};

type Stage = {
  readonly proxy: ScriptedProxy;
  readonly port: number;
  readonly client: Awaited<ReturnType<typeof clientFor>>;
  readonly send: (changes?: Partial<ResolvedRequest>, signal?: AbortSignal) => Promise<Exchange>;
};

/** An HTTPS server behind the proxy. */
async function stageFor(
  t: TestContext,
  kind: Kind,
  options: ScriptedProxyOptions = {},
  { user = null, verify = true, settings = {}, target, handshakeDelayMs = 0 }: Options = {},
): Promise<Stage> {
  const { localhost } = await certificates();
  const server = await startServer({ tls: target ?? localhost, handshakeDelayMs });
  t.after(() => server.dispose());
  const own = kind === 'https' ? { tls: localhost, ...options } : options;
  const proxy = await startScriptedProxy(own);
  t.after(() => proxy.dispose().catch(() => undefined));
  const url = `${kind}://${user === null ? '' : `${user}@`}127.0.0.1:${String(proxy.port)}`;
  const proxySettings: ProxySettings = { ...noProxy, https: url, verify };
  const client = await clientFor(t, { proxy: proxySettings, ...settings });
  const to = `https://localhost:${String(server.port)}/ok`;
  return {
    proxy,
    port: server.port,
    client,
    send: (changes, signal) => client.send(requestTo(to, changes), { signal }),
  };
}
