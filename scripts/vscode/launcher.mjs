#!/usr/bin/env node
/**
 * Stands in for the desktop's executable where there is none: takes the arguments that
 * `runTests` of `@vscode/test-electron` gives, runs the tests in the browser edition,
 * and exits with their code: 0 passed, 1 failed, 2 never ran to an end.
 */
import { existsSync, readFileSync } from 'node:fs';

import { launchBrowser } from './browser.ts';
import { startServer } from './server.ts';
import { workbenchUrl } from './workbenchUrl.ts';

const limitMinutes = 10;
let isFinishing = false;

const view = {
  folder: process.argv.slice(2).find((argument) => argument.startsWith('/')),
  extension: option('extensionDevelopmentPath'),
  tests: option('extensionTestsPath'),
};

const server = await startServer({ trusted: process.argv.includes('--disable-workspace-trust') });
const browser = await launchBrowser();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void finish(2));
setTimeout(() => {
  console.error(`The host tests did not end within ${limitMinutes} minutes`);
  void finish(2);
}, limitMinutes * 60_000);

const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
// The extension host's console: it holds the noise of the native modules that were left out as well.
const lines = [];
await page.exposeFunction('codeAutomationLog', (type, args) => {
  lines.push(`${type}: ${args.map(String).join(' ')}`);
});
await page.exposeFunction('codeAutomationExit', async (code) => {
  if (code !== 0 && !haveEnded()) showTail();
  await finish(code);
});
await page.goto(workbenchUrl(server.port, view));

function option(name) {
  const prefix = `--${name}=`;
  return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
}

/** Tests that ran to their end have told by themselves what failed. */
function haveEnded() {
  const results = process.env.KEEPALIVE_HOST_RESULTS ?? '';
  return existsSync(results) && readFileSync(results, 'utf8').includes('"kind":"end"');
}

function showTail() {
  console.error(`The last lines of the extension host's console:\n${lines.slice(-20).join('\n')}`);
}

async function finish(code) {
  if (isFinishing) return;
  isFinishing = true;
  await browser.close();
  await server.close();
  process.exit(code);
}
