/** The desktop VS Code, where this machine can run one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';

import { cache } from '../paths.ts';

const usualPlaces = [
  '/usr/share/code/code',
  '/usr/share/code-insiders/code-insiders',
  '/snap/code/current/usr/share/code/code',
  '/Applications/Visual Studio Code.app/Contents/MacOS/Electron',
  `${process.env['LOCALAPPDATA'] ?? ''}\\Programs\\Microsoft VS Code\\Code.exe`,
];

/**
 * Its executable: `VSCODE_EXECUTABLE`, an installed one, else a downloaded one;
 * null where there is no screen to show it on, or no way to get it.
 */
export async function findDesktop(): Promise<string | null> {
  const chosen = process.env['VSCODE_EXECUTABLE'];
  if (chosen !== undefined && chosen !== '') {
    if (existsSync(chosen)) return chosen;
    throw new Error(`VSCODE_EXECUTABLE names ${chosen}, which does not exist`);
  }
  if (!hasScreen()) return null;
  return usualPlaces.find((place) => existsSync(place)) ?? (await download());
}

function hasScreen(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** A first question with a short limit, as a download that cannot succeed would be tried for minutes. */
async function download(): Promise<string | null> {
  try {
    const versions = 'https://update.code.visualstudio.com/api/releases/stable';
    const answer = await fetch(versions, { signal: AbortSignal.timeout(3000) });
    if (!answer.ok) return null;
    const path = await downloadAndUnzipVSCode({ version: 'stable', cachePath: cache });
    // A Linux without the desktop's libraries has the file, but cannot start it.
    return spawnSync(path, ['--version', '--no-sandbox', `--user-data-dir=${cache}/user-data`])
      .status === 0
      ? path
      : null;
  } catch {
    return null;
  }
}
