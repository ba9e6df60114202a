/**
 * `npm test [-- STEP…]`: everything, or the steps named, in this order.
 * Ends with the first step that fails. The last line tells the totals: `N passed, N failed`.
 */
import { join } from 'node:path';
import { needDebianPackages } from './debian.ts';
import { floorNode, installNodeFloor } from './nodeFloor.ts';
import { cache } from './paths.ts';
import { runScript } from './testing/command.ts';
import { runHostTests } from './testing/hostTests.ts';
import { runNodeTests } from './testing/nodeTests.ts';
import { add, secondTry } from './testing/outcome.ts';
import { installCodeServer } from './vscode/codeServer.ts';

/** Each does its work and tells how many tests passed and failed; a check without tests counts for none. */
const steps = {
  install: ['Install', () => check(runScript('scripts/vscode/install.mjs'))],
  build: ['Build', () => check(runScript('esbuild.mjs'))],
  types: ['Type check', () => check(runScript('node_modules/typescript/bin/tsc'))],
  lint: ['Lint', () => check(runScript('scripts/lint.mjs'))],
  unit: [
    `Unit tests, Node ${process.versions.node}`,
    () => secondTry((only) => runNodeTests('test/unit/**/*.test.ts', { only })),
  ],
  floor: ['Unit tests, Node 22.19', floor],
  differential: ['The same as curl', differential],
  truth: [
    'What servers saw',
    () => runNodeTests('test/truth/**/*.test.ts', { atOnce: 1, titles: true, minutes: 10 }),
  ],
  host: ['Host tests', host],
  ui: ['UI tests', ui],
  interop: ['Interop tests', interop],
  size: ['Package size', () => check(runScript('scripts/package.mjs', '--check'))],
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(steps, name));
if (unknown !== undefined) {
  console.error(`There is no step "${unknown}". Steps: ${Object.keys(steps).join(' ')}`);
  process.exit(2);
}

// Each test file, each terminal and each extension host is a Node of its own, and compiles the same again.
process.env.NODE_COMPILE_CACHE ??= join(cache, 'compile-cache');

let total = { passed: 0, failed: 0 };
const started = performance.now();
for (const [name, [title, run]] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n== ${title}`);
  const begun = performance.now();
  const counts = await run().catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  total = add(total, counts);
  console.log(`   ${seconds(begun)}`);
  if (counts.failed === 0) continue;
  console.log(`\nFailed: ${title}. Run it alone with: npm test -- ${name}`);
  process.exitCode = 1;
  break;
}
console.log(`\nTook ${seconds(started)}`);
console.log(`${total.passed} passed, ${total.failed} failed`);

/** A step without tests: it counts only when it fails. */
async function check(isFine) {
  return { passed: 0, failed: isFine ? 0 : 1 };
}

function floor() {
  installNodeFloor();
  const node = floorNode;
  return secondTry((only) => runNodeTests('test/unit/**/*.test.ts', { node, only }));
}

async function differential() {
  needDebianPackages('curl');
  return runNodeTests('test/differential/**/*.test.ts', { atOnce: 1 });
}

async function host() {
  return builtNow() ? runHostTests() : { passed: 0, failed: 1 };
}

async function ui() {
  needDebianPackages('chromium');
  installCodeServer();
  // They wait more than they compute.
  const options = { atOnce: 2, titles: true, minutes: 10 };
  const run = (only) => runNodeTests('test/ui/**/*.ui.ts', { ...options, only });
  return builtNow() ? secondTry(run) : { passed: 0, failed: 1 };
}

async function interop() {
  needDebianPackages('apache2-bin', 'haproxy', 'nginx-light', 'squid');
  const options = { atOnce: 1, titles: true };
  return secondTry((only) => runNodeTests('test/interop/**/*.test.ts', { ...options, only }));
}

/** These two run what is built: when only some steps were asked for, it is built for them. */
function builtNow() {
  return asked.length === 0 || asked.includes('build') || runScript('esbuild.mjs');
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
