/** A VS Code server on loopback for one run: its own data, its own port, closed with `close`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { cache } from '../paths.ts';

export type Server = {
  readonly port: number;
  /** Replaces the user settings, for what is opened from now on. */
  setSettings(settings: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
};

export type ServerOptions = {
  /** False leaves the question whether to trust a folder to the workbench. */
  readonly trusted: boolean;
  /** Added to the environment of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where `publisher.name-version/` folders of installed extensions are; none by default. */
  readonly extensions?: string;
  /**
   * All of code-server rather than the server of VS Code in it. Half of the key of the secret storage
   * is with the former: without it secrets go with the page. It takes no extension under development.
   */
  readonly keepsSecrets?: boolean;
};

const logger = pathToFileURL(join(import.meta.dirname, 'logger.mjs')).href;

/** Calm surroundings: nothing that talks to the network, moves, or covers the editor. */
const calm = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // The browser edition reads the colour theme from its settings only when a theme setting changes,
  // and it changes this one by itself, because the name is an old one.
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
};

export async function startServer(options: ServerOptions): Promise<Server> {
  mkdirSync(cache, { recursive: true });
  const data = mkdtempSync(join(cache, 'server-'));
  const userData = options.keepsSecrets === true ? data : join(data, 'data');
  const settingsFile = join(userData, 'User/settings.json');
  const setSettings: Server['setSettings'] = (settings) => {
    mkdirSync(dirname(settingsFile), { recursive: true });
    writeFileSync(settingsFile, JSON.stringify({ ...calm, ...settings }, null, 2));
  };
  setSettings({});

  const call = options.keepsSecrets === true ? wholeCall(data, options) : vscodeCall(data, options);
  const child = spawn(process.execPath, [`--import=${logger}`, ...call], {
    env: { ...process.env, ...options.env },
    // Its input stays open as long as this process lives.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const close = async (): Promise<void> => {
    child.kill();
    await exited;
    // Its last writers may still be at it.
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };

  return { port: await portOf(child), setSettings, close };
}

/** The port it chose, when it is ready; rejects with all it said when it ends before that. */
async function portOf(child: ChildProcess): Promise<number> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-10_000);
      const match = /(?:agent|HTTP server) listening on (?:http:\/\/[\d.]+:)?(\d+)/.exec(output);
      if (match !== null) resolve(Number(match[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`The VS Code server did not start\n${output}`)));
  });
}

function vscodeCall(data: string, options: ServerOptions): string[] {
  return [
    join(import.meta.dirname, 'serverMain.mjs'),
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
    '--accept-server-license-terms',
    // Without it a built product does not load an extension under development.
    '--enable-smoke-test-driver',
    `--server-data-dir=${data}`,
    `--extensions-dir=${options.extensions ?? join(data, 'extensions')}`,
    '--telemetry-level=off',
    ...(options.trusted ? ['--disable-workspace-trust'] : []),
  ];
}

function wholeCall(data: string, options: ServerOptions): string[] {
  return [
    join(import.meta.dirname, 'wholeServerMain.mjs'),
    '--auth=none',
    '--bind-addr=127.0.0.1:0',
    `--config=${join(data, 'config.yaml')}`,
    `--user-data-dir=${data}`,
    `--extensions-dir=${options.extensions ?? join(data, 'extensions')}`,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--ignore-last-opened',
    ...(options.trusted ? ['--disable-workspace-trust'] : []),
  ];
}
