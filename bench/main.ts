/**
 * `npm run bench [-- --rounds N]`: what a send, a start and a parse cost, and what many sends leave behind.
 *
 * Everything is compared within one run and told as a ratio, because the machine is never quiet:
 * milliseconds of two runs can't be compared, ratios can.
 * What is measured is a release build of its own, in `out/bench`, where the numbers are left as well.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildForBench, out } from './build.ts';
import { benchEndurance } from './endurance.ts';
import { benchLargePool } from './largePool.ts';
import { benchLiveEvents } from './liveEvents.ts';
import { benchLoading } from './loading.ts';
import { benchLongBodies } from './longBodies.ts';
import { benchParsing } from './parsing.ts';
import { benchRunAll } from './runAll.ts';
import { benchScale } from './scale.ts';
import { benchSecondSend } from './secondSend.ts';
import { benchWarmSend } from './warmSend.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds takes a whole number from 1, not ${values.rounds}`);
  process.exit(2);
}

mkdirSync(out, { recursive: true });
await buildForBench();

console.log(
  `\nRun-all from the command line over HTTPS, cost of one request, ${String(rounds)} rounds`,
);
const runAll = await benchRunAll(rounds);
console.table(runAll.table);

console.log('\nA send over a warm connection, in one process, against undici in the same one');
const warmSend = benchWarmSend(rounds);
console.table(warmSend);

console.log('\nThe second send behind a round trip of 40 ms');
const secondSend = await benchSecondSend(rounds);
console.table(secondSend);

console.log('\nDecisions of the pool among 10,000 connections');
const largePool = benchLargePool(rounds);
console.table(largePool);

console.log('\nWhat is left behind after many sends');
const endurance = benchEndurance();
console.table(endurance);

console.log(
  `\nWhat is shown of 10,000 requests, load average ${String(loadavg()[0]?.toFixed(1))}; in VS Code: npm test -- host, .vscode-test/scale.jsonl`,
);
const scale = await benchScale();
console.table(scale);

console.log('\nA gigabyte down to a file, and up from one');
const longBodies = await benchLongBodies(Math.min(rounds, 3));
console.table(longBodies);

console.log(
  '\n10,000 events a second, watched; with the editor: KEEPALIVE_HOST_FIGURES=FILE npm test -- host',
);
const liveEvents = await benchLiveEvents();
console.table(liveEvents);

console.log('\nLoading the extension, fresh processes');
const loading = benchLoading(rounds);
console.table(loading);

console.log('\nParsing');
const parsing = benchParsing();
console.table(parsing);

const result = join(out, 'bench.json');
const bodies = { longBodies, liveEvents };
const engine = { runAll, warmSend, secondSend, largePool, endurance, ...bodies };
const measured = { node: process.version, rounds, ...engine, scale, loading, parsing };
writeFileSync(result, `${JSON.stringify(measured, null, 2)}\n`);
console.log(`\nThe numbers are in ${result}`);
