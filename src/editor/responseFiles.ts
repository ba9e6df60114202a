/** The files of a workspace that responses may be written to; a person is asked for any other. */
import { promises as fs } from 'node:fs';
import * as vscode from 'vscode';
import type { BodyContent, ResponseFiles } from '../run/saveResponse.ts';
import { rootOf, uriOf } from './documentFiles.ts';
import { writeChosen } from './writeChosen.ts';

export function documentResponseFiles(document: vscode.Uri): ResponseFiles {
  const root = rootOf(document);
  // An untitled document has no folder of its own.
  const folder = document.scheme === 'untitled' ? root : vscode.Uri.joinPath(document, '..');
  const place = (path: string): vscode.Uri | null => {
    if (folder !== null) return uriOf(folder, path);
    return /^(?:[a-z]:)?[\\/]/i.test(path) ? vscode.Uri.file(path) : null;
  };
  return {
    async refusal(path) {
      const uri = place(path);
      if (uri === null) return vscode.l10n.t('this document is in no folder. Save it first');
      if (await isInside(uri, root ?? folder)) return null;
      const write = vscode.l10n.t('Write');
      const question = vscode.l10n.t(
        'Write the response to {0}, outside of the workspace?',
        uri.fsPath,
      );
      const answer = await vscode.window.showWarningMessage(question, { modal: true }, write);
      return answer === write ? null : vscode.l10n.t('it is outside of the workspace');
    },
    async create(path, content) {
      const uri = place(path);
      if (uri === null || (await exists(uri))) return false;
      await write(uri, content);
      return true;
    },
    async overwrite(path, content) {
      const uri = place(path);
      if (uri !== null) await write(uri, content);
    },
  };
}

async function write(uri: vscode.Uri, content: BodyContent): Promise<void> {
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
  await writeBody(uri, content);
}

/** The same for a place that a person has chosen: says so where it can't be written; whether it was. */
export function writeBodyChosen(uri: vscode.Uri, content: BodyContent): Promise<boolean> {
  return writeChosen(uri, () => writeBody(uri, content));
}

/** What is there already is written over. */
async function writeBody(uri: vscode.Uri, content: BodyContent): Promise<void> {
  if (content instanceof Uint8Array) await vscode.workspace.fs.writeFile(uri, content);
  else await vscode.workspace.fs.copy(vscode.Uri.file(content.path), uri, { overwrite: true });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** By the path, and on a disk by where its links lead. */
async function isInside(uri: vscode.Uri, root: vscode.Uri | null): Promise<boolean> {
  if (root?.scheme !== uri.scheme || root.authority !== uri.authority) return false;
  if (!isBelow(uri.path, root.path)) return false;
  if (uri.scheme !== 'file') return true;
  return isBelow(await realPlace(uri), await realPlace(root));
}

function isBelow(path: string, root: string): boolean {
  return path.startsWith(root.endsWith('/') ? root : `${root}/`);
}

/** Of what is not there yet: where its nearest folder really is. */
async function realPlace(uri: vscode.Uri): Promise<string> {
  try {
    return vscode.Uri.file(await fs.realpath(uri.fsPath)).path;
  } catch {
    const parent = vscode.Uri.joinPath(uri, '..');
    if (parent.path === uri.path) return uri.path;
    const real = await realPlace(parent);
    return `${real.replace(/\/$/, '')}/${uri.path.slice(uri.path.lastIndexOf('/') + 1)}`;
  }
}
