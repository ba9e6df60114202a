/**
 * `npm run bench [-- --rounds N]`: what a send, a start and a parse cost.
 *
 * Everything is compared within one run and told as a ratio, because the machine is never quiet:
 * milliseconds of two runs can't be compared, ratios can.
 * What is measured is a release build of its own, in `out/bench`, where the numbers are left as well.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildForBench, out } from './build.ts';
import { benchLoading } from './loading.ts';
import { benchParsing } from './parsing.ts';
import { benchRunAll } from './runAll.ts';

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

console.log('\nLoading the extension, fresh processes');
const loading = benchLoading(rounds);
console.table(loading);

console.log('\nParsing');
const parsing = benchParsing();
console.table(parsing);

const result = join(out, 'bench.json');
const measured = { node: process.version, rounds, runAll, loading, parsing };
writeFileSync(result, `${JSON.stringify(measured, null, 2)}\n`);
console.log(`\nThe numbers are in ${result}`);
