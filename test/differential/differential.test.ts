/**
 * The same sequences of requests sent by curl and by us. Of curl's own tests about reuse these are not among them:
 * - 02_33 and 02_34 (limits by host and in all), 1506 with a multi handle, 1542 (lifetime), 1554 (shared connections)
 *   and 19_07 (shutting down), for the program of 7.88 has no option for them; limits and lifetime are in `unit/pool`.
 * - 05_07 (`--retry`), for it tells `num_connects` of the last try alone, and waits a second at least;
 *   what we do is in `unit/client/retry.test.ts`.
 * - 03_03 (a graceful restart), for it needs a server that restarts.
 * - 193 (a redirect), for redirects are compared in `interop/redirects.test.ts`; 2032 (NTLM), for we do not speak it.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { answers } from './answers.ts';
import { curl, sendByCurl } from './curl.ts';
import { endings } from './endings.ts';
import { sendByUs } from './ours.ts';
import { places } from './places.ts';
import { proxies } from './proxies.ts';
import { requests } from './requests.ts';
import { connectionsText, type Scenario } from './scenario.ts';
import { secure } from './secure.ts';
import { startStage } from './stage.ts';

const areas: Readonly<Record<string, readonly Scenario[]>> = {
  'what an answer does to its connection': answers,
  'what a request does to its connection': requests,
  'connections that end': endings,
  'hosts and detours': places,
  proxies,
  'TLS and HTTP/2': secure,
};

for (const [area, scenarios] of Object.entries(areas)) {
  suite(area, { concurrency: 2 }, () => {
    for (const scenario of scenarios) {
      const { title, differs, curlTest } = scenario;
      const note = [
        curlTest === undefined ? '' : ` (curl's ${curlTest})`,
        differs === undefined ? '' : `: not as curl, for ${differs.because}`,
      ];
      test(title + note.join(''), async () => {
        const byCurl = await inNotation(scenario, sendByCurl);
        const byUs = await inNotation(scenario, sendByUs);
        if (byCurl !== scenario.orElse?.connections)
          assert.equal(byCurl, scenario.connections, curl);
        assert.equal(byUs, differs?.ours ?? scenario.connections, 'ours');
      });
    }
  });
}

/** Servers of its own for each client, so that neither sees what the other left. */
async function inNotation(scenario: Scenario, send: typeof sendByUs): Promise<string> {
  const stage = await startStage();
  try {
    return connectionsText(await send(stage, scenario));
  } finally {
    await stage.dispose();
  }
}
