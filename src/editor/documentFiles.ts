/** The files around a document, of whatever file system VS Code has: folders and places are URIs. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { longFileBytes, type FileAccess, type FileContent } from '../request/fileAccess.ts';
import { fileBody } from '../transport/fileBody.ts';
import { foldersUp } from './foldersUp.ts';

/** From the document's folder up to its workspace folder; outside of one its own folder alone. */
export function documentFiles(uri: vscode.Uri): FileAccess {
  return { folders: hasFiles(uri) ? foldersOf(uri).map(String) : [], read };
}

/** A response, the other side of a comparison and their like are documents of no file system. */
function hasFiles({ scheme }: vscode.Uri): boolean {
  return scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

/** The workspace folder that a document belongs to; of an untitled one the first there is. */
export function rootOf(uri: vscode.Uri): vscode.Uri | null {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (folder !== undefined) return folder;
  return uri.scheme === 'untitled' ? (vscode.workspace.workspaceFolders?.[0]?.uri ?? null) : null;
}

function foldersOf(uri: vscode.Uri): readonly vscode.Uri[] {
  const root = rootOf(uri);
  if (uri.scheme === 'untitled') return root === null ? [] : [root];
  const parentOf = (folder: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(folder, '..');
  // Asked of VS Code, which knows where the case of a path makes no difference.
  const isWithin = (folder: vscode.Uri): boolean =>
    root !== null && vscode.workspace.getWorkspaceFolder(folder)?.uri.path === root.path;
  return foldersUp(parentOf(uri), parentOf, isWithin);
}

async function read(folder: string, path: string): Promise<FileContent> {
  const uri = uriOf(vscode.Uri.parse(folder, true), path);
  const place = uri.toString();
  try {
    // Of a virtual file system there is nothing but the whole file.
    if (uri.scheme === 'file') {
      const { size, type } = await vscode.workspace.fs.stat(uri);
      if (isEndless(type)) {
        // A link that leads nowhere is of no kind as well.
        if (!existsSync(uri.fsPath)) return { kind: 'missing' };
        return { kind: 'unreadable', place, message: endless() };
      }
      if (size > longFileBytes) return { kind: 'long', place, content: fileBody(uri.fsPath, size) };
    }
    return { kind: 'bytes', place, bytes: await vscode.workspace.fs.readFile(uri) };
  } catch (error) {
    const code = error instanceof vscode.FileSystemError ? error.code : 'Unknown';
    if (code === 'FileNotFound' || code === 'FileNotADirectory') return { kind: 'missing' };
    if (code === 'FileIsADirectory') return { kind: 'folder', place };
    const message =
      code === 'NoPermissions'
        ? vscode.l10n.t('This file may not be read. Check its permissions')
        : vscode.l10n.t('This file cannot be read ({0})', code);
    return { kind: 'unreadable', place, message };
  }
}

/** What is neither a file nor a folder, nor leads to one. */
function isEndless(type: vscode.FileType): boolean {
  return (type & (vscode.FileType.File | vscode.FileType.Directory)) === 0;
}

/** Who waits for a pipe that nobody writes to can't give it up. */
function endless(): string {
  return vscode.l10n.t(
    'This is a pipe or a device, which may never end. Copy it to a file and name that',
  );
}

/** An absolute path is one of the same file system. */
export function uriOf(folder: vscode.Uri, path: string): vscode.Uri {
  if (!/^(?:[a-z]:)?[\\/]/i.test(path)) return vscode.Uri.joinPath(folder, path);
  return folder.scheme === 'file' ? vscode.Uri.file(path) : folder.with({ path });
}
