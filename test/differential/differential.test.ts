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
        if (byCurl !== scenario.unpatched?.connections)
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
