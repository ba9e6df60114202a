/** Sends to names that a name server is slow to tell, and prints the phases of each send: a program for `runWithOwnDns`. */
import assert from 'node:assert/strict';
import { createClient } from '../../src/client/client.ts';
import { defaultSettings } from '../../src/client/settings.ts';
import { requestTo } from '../support/requestTo.ts';
import { startServer } from '../support/scriptedServer.ts';
import { startSlowDns } from '../support/slowDns.ts';

const [delayMs, times] = [150, 6];

const dns = await startSlowDns(53, delayMs);
const server = await startServer();
const client = createClient(defaultSettings);
const all = [];
for (let index = 0; index < times; index++) {
  const url = `http://slow-${String(index)}.test:${String(server.port)}/ok`;
  const { phases, failure } = await client.send(requestTo(url));
  assert.equal(failure, null);
  assert.ok(dns.asked.includes(`slow-${String(index)}.test`), 'the name server was asked');
  all.push(phases);
}
const url = `http://too-slow.test:${String(server.port)}/ok`;
const { failure: late } = await client.send(requestTo(url, { phaseTimeoutsMs: { dns: 50 } }));
assert.deepEqual(
  [late?.code, late?.phase, late?.limit, late?.ofPhase],
  ['timeout', 'dns', 50, true],
);
console.log(JSON.stringify({ delayMs, all }));
await client.dispose();
await server.dispose();
await dns.dispose();
