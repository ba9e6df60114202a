/** The rows that `proxyFromEnvironment` is held to, asked of curl itself. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import { environment, proxyRows } from '../support/proxyRows.ts';
import { startScriptedProxy, type ScriptedProxy } from '../support/scriptedProxy.ts';

const proxies = {} as Record<'A' | 'B', ScriptedProxy>;

before(async () => {
  proxies.A = await startScriptedProxy({ instead: 'refuse' });
  proxies.B = await startScriptedProxy({ instead: 'refuse' });
});
after(() => Promise.all([proxies.A.dispose(), proxies.B.dispose()]));

suite('curl takes the proxy of the table', () => {
  for (const [env, url, expected] of proxyRows) {
    test(`${JSON.stringify(env)} ${url} → ${expected}`, async () => {
      const before = { A: proxies.A.accepted, B: proxies.B.accepted };
      await curl(url, environment(env, { A: proxies.A.port, B: proxies.B.port }));
      const taken = (['A', 'B'] as const).filter((name) => proxies[name].accepted > before[name]);
      assert.deepEqual(taken, expected === 'direct' ? [] : [expected]);
    });
  }
});

/** Whether it succeeds says nothing here. */
function curl(url: string, env: Record<string, string>): Promise<void> {
  return new Promise((resolve) => {
    const options = ['--disable', '--silent', '--max-time', '10', url];
    execFile('/usr/bin/curl', options, { env }, () => resolve());
  });
}
