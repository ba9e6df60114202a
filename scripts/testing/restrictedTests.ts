/**
 * The tests in Restricted Mode. An extension installed beside ours runs them, always in the browser
 * edition: VS Code trusts each folder in which `runTests` runs extension tests.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { cache, root } from '../paths.ts';
import { launchBrowser } from '../vscode/browser.ts';
import { startServer } from '../vscode/server.ts';
import { workbenchUrl } from '../vscode/workbenchUrl.ts';

const limitMs = 300_000;

/** Each holds what must not be seen; `control.txt` is read by the test itself. */
const files = {
  'body.json': '{ "marker": "MARKERbody" }',
  '.env': 'API_PASSWORD=MARKERdotenv\n',
  'http-client.private.env.json': '{ "$shared": { "key": "MARKERprivate" } }',
  'control.txt': 'read me',
};

/** Their results go to the file, a line of JSON each. Rejects when they did not run to their end. */
export async function runRestrictedTests(
  results: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const extensions = mkdtempSync(join(cache, 'workspace-'));
  const folder = mkdtempSync(join(cache, 'workspace-'));
  const driver = join(extensions, 'keepalive-tests.restricted-driver-1.0.0');
  cpSync(join(root, 'test/restricted/driver'), driver, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
    // Last read so long ago that the next reading is noted, where readings are noted at all.
    utimesSync(join(folder, name), new Date(0), new Date());
  }
  const server = await startServer({
    trusted: false,
    extensions,
    env: {
      ...env,
      KEEPALIVE_HOST_RESULTS: results,
      KEEPALIVE_RESTRICTED_TESTS: join(root, 'out/restricted-tests.cjs'),
      KEEPALIVE_PLANTED: 'MARKERprocess',
    },
  });
  server.setSettings({ 'security.workspace.trust.startupPrompt': 'never' });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(workbenchUrl(server.port, { folder }));
    const deadline = Date.now() + limitMs;
    while (!hasEnded(results)) {
      if (Date.now() > deadline) {
        await page.screenshot({ path: join(cache, 'screenshots/restricted.png') });
        throw new Error('The tests in Restricted Mode did not end');
      }
      await wait(200);
    }
  } finally {
    await browser.close();
    await server.close();
    for (const one of [extensions, folder]) rmSync(one, { recursive: true, force: true });
  }
}

function hasEnded(results: string): boolean {
  return existsSync(results) && readFileSync(results, 'utf8').includes('"kind":"end"');
}
