/** A file that a setting names: its place and its content. */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';

export type SettingsFile =
  | { readonly path: string; readonly content: Buffer }
  | { readonly path: string; readonly content: null; readonly why: string };

/** Certificates are a few kilobytes; whatever is much larger is none. */
const maxBytes = 4 * 1024 * 1024;

/** Reads at once: a connection is told apart by what is in these files, and the forecast asks for that. */
export function readSettingsFile(written: string): SettingsFile {
  const [first = written, ...others] = placesOf(written);
  const path = others.length === 0 ? first : ([first, ...others].find(exists) ?? first);
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { path, content: null, why: vscode.l10n.t('it is no file') };
    if (stat.size > maxBytes) return { path, content: null, why: vscode.l10n.t('it is too large') };
    return { path, content: readFileSync(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { path, content: null, why: reasons[code]?.() ?? code };
  }
}

const reasons: Readonly<Record<string, () => string>> = {
  ENOENT: () => vscode.l10n.t('there is no such file'),
  ENOTDIR: () => vscode.l10n.t('there is no such file'),
  EACCES: () => vscode.l10n.t('reading it is not allowed'),
};

/** `~` is the home folder; what is relative is looked for in each folder of the workspace. */
function placesOf(written: string): readonly string[] {
  const path = written.replace(/^\$\{workspaceFolder\}[/\\]/, '');
  if (/^~(?=$|[/\\])/.test(path)) return [join(homedir(), path.slice(1))];
  if (isAbsolute(path)) return [path];
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length === 0 ? [path] : folders.map(({ uri }) => join(uri.fsPath, path));
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
