/** Requests through a proxy that does its work: HTTP, HTTPS and SOCKS5. */
import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { phaseNames } from '../../../src/request/phases.ts';
import { noProxy, type ProxySettings } from '../../../src/client/proxySettings.ts';
import type { TraceEvent } from '../../../src/client/trace.ts';
import { traceLines } from '../../../src/insight/traceText.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { certificates } from '../../support/certificates.ts';
import { requestTo } from '../../support/requestTo.ts';
import { startScriptedProxy, type ScriptedProxyOptions } from '../../support/scriptedProxy.ts';
import { startServer } from '../../support/scriptedServer.ts';
import { clientFor, story } from '../../support/stage.ts';
import { until } from '../../support/until.ts';
import { startHttp2Server } from '../../support/http2Server.ts';

const kinds = ['http', 'https', 'socks5'] as const;

for (const kind of kinds) {
  suite(`through a proxy of the kind ${kind}`, () => {
    for (const scheme of ['http', 'https'] as const) {
      for (const credentials of [undefined, 'ann:s3cret:colon']) {
        test(`${scheme}, ${credentials === undefined ? 'open' : 'with credentials'}`, async (t) => {
          const { proxy, settings } = await proxyFor(t, kind, credentials ? { credentials } : {});
          const server = await serverFor(t, scheme);
          const client = await clientFor(t, { proxy: settings });
          const url = `${scheme}://localhost:${String(server.port)}/ok`;
          const [first, second] = [
            await client.send(requestTo(url)),
            await client.send(requestTo(url)),
          ];
          assert.deepEqual([first, second].flatMap(story), [
            '#1 new: first-request · 200 · kept',
            '#1 reused · 200 · kept',
          ]);
          const name = `${kind}://127.0.0.1:${String(proxy.port)}`;
          for (const { hops } of [first, second]) assert.equal(hops[0]?.connection?.proxy, name);
          assert.equal(client.snapshot().connections[0]?.proxy, name);
          assert.equal(proxy.accepted, 1);
          const isForwarded = scheme === 'http' && kind !== 'socks5';
          const verb = kind === 'socks5' ? 'SOCKS5' : 'CONNECT';
          assert.deepEqual(
            proxy.asked,
            isForwarded
              ? [`GET ${url}`, `GET ${url}`]
              : [`${verb} localhost:${String(server.port)}`],
          );
          if (credentials !== undefined) {
            const basic = `Basic ${Buffer.from(credentials).toString('base64')}`;
            assert.equal(proxy.credentials[0], kind === 'socks5' ? credentials : basic);
          }
          const tunnelled = isForwarded && kind === 'http' ? [] : ['proxy'];
          const secure = scheme === 'https' ? ['tls'] : [];
          assert.deepEqual(phasesOf(first), [
            ...tunnelled,
            'tcp',
            ...secure,
            'send',
            'wait',
            'download',
          ]);
          assert.deepEqual(phasesOf(second), ['send', 'wait', 'download']);
          // The target sees nothing of the proxy's credentials.
          const seen = server.connections.flatMap(({ requests }) => requests);
          if (!isForwarded) {
            for (const { headers } of seen)
              assert.equal(headers.get('proxy-authorization'), undefined);
          }
        });
      }
    }

    test('HTTP/2 to the target', async (t) => {
      const server = await startHttp2Server({ tls: (await certificates()).localhost });
      t.after(() => server.dispose());
      const { settings } = await proxyFor(t, kind);
      const client = await clientFor(t, { proxy: settings });
      const exchange = await client.send(requestTo(`${server.origin}/ok`));
      assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
      assert.equal(exchange.hops[0]?.connection?.protocol, 'h2');
      assert.deepEqual(story(await client.send(requestTo(`${server.origin}/ok`))), [
        '#1 reused · 200 · kept',
      ]);
    });

    test('@connect-to leads the tunnel elsewhere', async (t) => {
      const server = await serverFor(t, 'http');
      const { proxy, settings } = await proxyFor(t, kind);
      const client = await clientFor(t, { proxy: settings });
      const connectTo = { host: '127.0.0.1', port: server.port };
      const exchange = await client.send(requestTo('http://api.test/ok', { connectTo }));
      assert.deepEqual(story(exchange), ['#1 new: first-request · 200 · kept']);
      assert.match(proxy.asked[0] ?? '', /^(CONNECT|SOCKS5) 127\.0\.0\.1:/);
      assert.equal(server.connections[0]?.requests[0]?.headers.get('host'), 'api.test');
    });
  });
}

test('SOCKS5 is told addresses as addresses', async (t) => {
  const { proxy, settings } = await proxyFor(t, 'socks5');
  const server = await serverFor(t, 'http');
  const client = await clientFor(t, { proxy: settings });
  for (const host of ['127.0.0.1', '[::1]', '[2001:db8::ffff:1]', '[::ffff:127.0.0.1]']) {
    const url = `http://${host}:${String(server.port)}/ok`;
    assert.equal((await client.send(requestTo(url))).failure, null, host);
  }
  assert.deepEqual(
    proxy.asked.map((asked) => asked.slice('SOCKS5 '.length, asked.lastIndexOf(':'))),
    ['127.0.0.1', '[0:0:0:0:0:0:0:1]', '[2001:db8:0:0:0:0:ffff:1]', '[0:0:0:0:0:ffff:7f00:1]'],
  );
});

test('one connection to a forwarding proxy serves many hosts, a tunnel one', async (t) => {
  const server = await serverFor(t, 'http');
  const { proxy, settings } = await proxyFor(t, 'http');
  const client = await clientFor(t, { proxy: settings });
  for (const name of ['a.test', 'b.test']) {
    // The proxy asks this machine for every name that ends so.
    const url = `http://localhost:${String(server.port)}/ok?${name}`;
    await client.send(requestTo(url, { headers: [['Host', name]] }));
  }
  const other = `http://127.0.0.1:${String(server.port)}/ok`;
  assert.deepEqual(story(await client.send(requestTo(other))), ['#1 reused · 200 · kept']);
  assert.equal(proxy.accepted, 1);
});

test('another proxy is another connection, also while the first one is in use', async (t) => {
  const server = await serverFor(t, 'http');
  const { settings } = await proxyFor(t, 'socks5');
  const client = await clientFor(t, { proxy: settings });
  const url = `http://localhost:${String(server.port)}`;
  const running = client.send(requestTo(`${url}/slow?first=60`));
  await until('it runs', () => server.connections[0]?.requests.length === 1);
  client.changeSettings({ ...defaultSettings, proxy: { ...settings, except: ['localhost'] } });
  const direct = await client.send(requestTo(`${url}/ok`));
  assert.deepEqual(story(direct), ['#2 new: different-proxy · 200 · kept']);
  assert.deepEqual(story(await running), ['#1 new: first-request · 200 · settings-changed']);
});

test('credentials of the settings go to a proxy whose URL has none', async (t) => {
  const server = await serverFor(t, 'http');
  const { proxy, settings } = await proxyFor(t, 'http');
  const client = await clientFor(t, { proxy: { ...settings, authorization: 'Bearer t0ken' } });
  await client.send(requestTo(`http://localhost:${String(server.port)}/ok`));
  assert.deepEqual(proxy.credentials, ['Bearer t0ken']);
});

test('what the trace says holds no credentials', async (t) => {
  for (const kind of kinds) {
    for (const scheme of ['http', 'https'] as const) {
      const server = await serverFor(t, scheme);
      const { settings } = await proxyFor(t, kind, { credentials: 'ann:s3cret' });
      const client = await clientFor(t, { proxy: settings });
      const events: TraceEvent[] = [];
      const request = requestTo(`${scheme}://localhost:${String(server.port)}/ok`);
      const { failure } = await client.send(request, { trace: (event) => events.push(event) });
      assert.equal(failure, null);
      const told = events.flatMap((event) => traceLines(event)).join('\n');
      for (const secret of ['s3cret', Buffer.from('ann:s3cret').toString('base64')]) {
        assert.ok(!told.includes(secret), `${kind} ${scheme}`);
        assert.ok(!JSON.stringify(client.snapshot()).includes(secret));
      }
    }
  }
});

function phasesOf({ phases }: Exchange): string[] {
  return phaseNames.filter((name) => phases[name] !== null && name !== 'queued');
}

async function serverFor(t: TestContext, scheme: 'http' | 'https') {
  const { localhost } = await certificates();
  const server = await startServer(scheme === 'https' ? { tls: localhost } : {});
  t.after(() => server.dispose());
  return server;
}

async function proxyFor(
  t: TestContext,
  kind: (typeof kinds)[number],
  options: ScriptedProxyOptions = {},
) {
  const { localhost } = await certificates();
  const proxy = await startScriptedProxy(
    kind === 'https' ? { ...options, tls: localhost } : options,
  );
  t.after(() => proxy.dispose());
  const user = options.credentials?.replace(/:/, '\0').replace(/:/g, '%3A').replace('\0', ':');
  const url = `${kind}://${user === undefined ? '' : `${user}@`}127.0.0.1:${String(proxy.port)}`;
  const settings: ProxySettings = { ...noProxy, http: url, https: url };
  return { proxy, settings };
}
