/** The files of a project that responses may be written to; anything else only if somebody says yes. */
import { constants, copyFile, realpath, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { ResponseFiles } from '../run/saveResponse.ts';
import type { Ask } from './askInTerminal.ts';
import { makeFolder } from './makeFolder.ts';
import type { ProjectFiles } from './projectFiles.ts';

export function projectResponseFiles({ folders, root }: ProjectFiles, ask: Ask): ResponseFiles {
  const place = (path: string): string => resolve(folders[0] ?? root, path);
  return {
    async refusal(path) {
      const target = await realPlace(place(path));
      const top = await realPlace(root);
      if (target.startsWith(top.endsWith(sep) ? top : `${top}${sep}`)) return null;
      const answer = await ask({
        kind: 'prompt',
        key: `outside ${target}`,
        name: path,
        text: `Write the response to ${target}, outside of ${top}?`,
        choices: ['yes', 'no'],
        initial: 'no',
        secret: false,
        once: false,
      });
      const isFine = answer !== null && 'text' in answer && answer.text === 'yes';
      return isFine
        ? null
        : `it is outside of ${top}. Name a file inside, or send it in a terminal and answer yes`;
    },
    async create(path, content) {
      const target = place(path);
      makeFolder(dirname(target));
      try {
        if (content instanceof Uint8Array) await writeFile(target, content, { flag: 'wx' });
        else await copyFile(content.path, target, constants.COPYFILE_EXCL);
        return true;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      }
    },
    async overwrite(path, content) {
      const target = place(path);
      makeFolder(dirname(target));
      if (content instanceof Uint8Array) await writeFile(target, content);
      else await copyFile(content.path, target);
    },
  };
}

/** Where its links lead; of what is not there yet, where its nearest folder really is. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPlace(parent), basename(path));
  }
}
