/**
 * Drives the real workbench as a person would: opens it with the extension under development,
 * clicks, types, points, and reads what is on the screen. Lines count from 1.
 * Whatever reads waits until the expected text is there, and fails with what was there instead.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';

import { cache, root } from '../../scripts/paths.ts';
import { launchBrowser } from '../../scripts/vscode/browser.ts';
import { startServer, type Server } from '../../scripts/vscode/server.ts';
import { workbenchUrl } from '../../scripts/vscode/workbenchUrl.ts';
import { actUntil, limitMs } from './eventually.ts';
import { editorOn, type Editor } from './editor.ts';
import { panelsOn, type Panels } from './panels.ts';

export type Theme = 'light' | 'dark' | 'contrast' | 'contrast-light';

export type WorkbenchOptions = {
  /** Absolute; `folderWith` makes one. */
  readonly folder: string;
  /** Relative to the folder: opened, and what the helpers read from. */
  readonly file: string;
  /** A `.code-workspace` in the folder, which is opened in its place. */
  readonly workspace?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /** False: the folder is in Restricted Mode. */
  readonly trusted?: boolean;
  /** True: the extension is installed, in a VS Code whose secret storage outlives a reload. */
  readonly keepsSecrets?: boolean;
  /** Its id: another extension that is installed, and does nothing. */
  readonly other?: string;
  readonly width?: number;
  readonly height?: number;
};

export type Workbench = Editor &
  Panels & {
    readonly page: Page;
    /** Writes `.vscode-test/screenshots/NAME.png`. */
    screenshot(name: string): Promise<void>;
    /** Turns the colours to each theme in turn, webviews included, and looks at what is there. */
    inEachTheme(look: (theme: Theme) => Promise<void>): Promise<void>;
    /** The same, and a screenshot of each afterwards: `NAME-THEME.png`. */
    screenshotInThemes(name: string, look?: (theme: Theme) => Promise<void>): Promise<void>;
    close(): Promise<void>;
  };

/** The names in the settings, and what the workbench calls itself once they are shown. */
const themes: Record<Theme, { readonly name: string; readonly shown: string }> = {
  light: { name: 'Light Modern', shown: 'light_modern' },
  dark: { name: 'Dark Modern', shown: 'dark_modern' },
  contrast: { name: 'Default High Contrast', shown: 'hc_black' },
  'contrast-light': { name: 'Default High Contrast Light', shown: 'hc_light' },
};

/** Room for the editor, and nothing that moves by itself. */
const surroundings = {
  'security.workspace.trust.startupPrompt': 'never',
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'files.autoSave': 'off',
};

/** One server of each kind and one browser serve all tests of a file. */
const servers = new Map<string, Promise<Server>>();
let browser: Promise<Browser> | null = null;
const folders: string[] = [];

after(async () => {
  await (await browser)?.close();
  for (const server of servers.values()) await (await server).close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, gone after the tests. Keys are paths in it, values the texts. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'workspace-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const path = join(options.folder, options.file);
  if (!existsSync(path)) throw new Error(`There is no file ${path} to open`);
  const { keepsSecrets = false } = options;
  const server = await serverFor(options);
  server.setSettings({
    'workbench.colorTheme': themes[options.theme ?? 'dark'].name,
    ...surroundings,
    ...options.settings,
  });

  browser ??= launchBrowser();
  const { width = 1400, height = 900 } = options;
  const context = await (await browser).newContext({ viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(limitMs);
  await page.addInitScript({ path: join(import.meta.dirname, 'probe.js') });
  const opened = join(options.folder, options.workspace ?? '');
  const view = { folder: opened, file: path, ...(keepsSecrets ? { extension: null } : {}) };
  await page.goto(workbenchUrl(server.port, view));
  await page.locator('.monaco-editor .view-line').first().waitFor();
  if (options.workspace !== undefined) await untilItHasFolders(page);
  const shown = (theme: Theme): Locator =>
    page.locator(`.vscode-theme-defaults-themes-${themes[theme].shown}-json`).first();
  await shown(options.theme ?? 'dark').waitFor();
  const screenshot = async (name: string): Promise<void> => {
    const path = join(cache, 'screenshots', `${name}.png`);
    await page.screenshot({ path, animations: 'disabled' });
  };
  const inEachTheme: Workbench['inEachTheme'] = async (look) => {
    for (const theme of Object.keys(themes) as Theme[]) {
      const { name } = themes[theme];
      await actUntil(
        page,
        `The colours of ${theme}`,
        () => page.evaluate(`keepaliveProbe.turnTo('${name}')`),
        async () => (await shown(theme).isVisible()) && (await areWebviewsIn(page, name)),
      );
      await look(theme);
    }
  };
  return {
    page,
    ...editorOn(page, options.file),
    ...panelsOn(page),
    screenshot,
    inEachTheme,
    screenshotInThemes: (name, look) =>
      inEachTheme(async (theme) => {
        await look?.(theme);
        await screenshot(`${name}-${theme}`);
      }),
    close: () => context.close(),
  };
}

/** Now and then VS Code reads the file of a workspace in vain, and has no folders until it is loaded anew. */
async function untilItHasFolders(page: Page): Promise<void> {
  const folder = page.locator('.explorer-viewlet .monaco-list-row').first();
  await folder.waitFor({ timeout: 10_000 }).catch(() => page.reload());
  await folder.waitFor();
}

/** Webviews get their colours after the window. VS Code writes on each page which theme it has. */
async function areWebviewsIn(page: Page, theme: string): Promise<boolean> {
  for (const frame of page.frames()) {
    const id = await frame
      .evaluate<string>(`document.body?.dataset.vscodeThemeId ?? ''`)
      .catch(() => '');
    if (id !== '' && id !== theme) return false;
  }
  return true;
}

function serverFor({
  trusted = true,
  keepsSecrets = false,
  other,
}: WorkbenchOptions): Promise<Server> {
  const kind = `${String(trusted)} ${String(keepsSecrets)} ${String(other)}`;
  const extensions =
    keepsSecrets || other !== undefined ? { extensions: installed(keepsSecrets, other) } : {};
  const running = servers.get(kind) ?? startServer({ trusted, keepsSecrets, ...extensions });
  servers.set(kind, running);
  return running;
}

/** A folder of extensions: with ours in it or not, and the other one. */
function installed(withOurs: boolean, other: string | undefined): string {
  const extensions = folderWith({});
  if (withOurs) symlinkSync(root, join(extensions, 'keepalive.keepalive-http'));
  if (other !== undefined) {
    const [publisher, name] = other.split('.');
    const manifest = { publisher, name, version: '1.0.0', engines: { vscode: '*' } };
    mkdirSync(join(extensions, `${other}-1.0.0`));
    writeFileSync(join(extensions, `${other}-1.0.0`, 'package.json'), JSON.stringify(manifest));
  }
  return extensions;
}
