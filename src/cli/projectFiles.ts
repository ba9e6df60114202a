/** The files around an `.http` file on disk. What was read once is kept: a run sees one state of them. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { longFileBytes, type FileAccess, type FileContent } from '../request/fileAccess.ts';
import { fileBody } from '../transport/fileBody.ts';
import { unreadable } from './readText.ts';

export type ProjectFiles = FileAccess & {
  /** Where the project begins: the top of `folders`. */
  readonly root: string;
};

/** `path` as it was given; `cache` is shared by the files of a run. */
export function projectFiles(
  path: string,
  workingFolder: string,
  cache: Map<string, Promise<FileContent>>,
): ProjectFiles {
  const folder = dirname(resolve(workingFolder, path));
  const root = projectRoot(folder, workingFolder);
  const folders = foldersUp(folder, root);
  const read = (from: string, name: string): Promise<FileContent> => {
    const place = resolve(from, name);
    const content = cache.get(place) ?? readContent(place, shown(place, workingFolder));
    cache.set(place, content);
    return content;
  };
  return { folders, read, root };
}

/** The repository's; else the working folder where it holds the file; else the file's own folder. */
function projectRoot(folder: string, workingFolder: string): string {
  for (const each of foldersUp(folder, null)) if (existsSync(join(each, '.git'))) return each;
  const isBelow = folder === workingFolder || folder.startsWith(`${workingFolder}${sep}`);
  return isBelow ? workingFolder : folder;
}

/** From the folder up to `root`, both included; to the top without one. */
function foldersUp(folder: string, root: string | null): readonly string[] {
  const folders: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    folders.push(at);
    if (at === root || at === dirname(at)) return folders;
  }
}

async function readContent(path: string, place: string): Promise<FileContent> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { kind: 'folder', place };
    if (!found.isFile()) return { kind: 'unreadable', place, message: endless };
    const { size } = found;
    if (size > longFileBytes) return { kind: 'long', place, content: fileBody(path, size) };
    return { kind: 'bytes', place, bytes: await readFile(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'unreadable', place, message: unreadable(error) };
  }
}

/** Who waits for a pipe that nobody writes to can't give it up. */
const endless = 'This is a pipe or a device, which may never end. Copy it to a file and name that';

/** As short as the working folder allows. */
function shown(path: string, workingFolder: string): string {
  return path.startsWith(`${workingFolder}${sep}`) ? path.slice(workingFolder.length + 1) : path;
}
