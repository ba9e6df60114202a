/** Environment files in memory: what a folder of a project holds, by path. */
import type { Environment } from '../../../src/request/environment.ts';
import {
  loadEnvironment,
  type SettingsEnvironments,
} from '../../../src/request/environmentFiles.ts';
import type { FileAccess } from '../../../src/request/fileAccess.ts';

export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** `/project/api/deep` is the folder of the file, `/project` the root; null is a folder. */
function filesIn(files: Files): FileAccess {
  return {
    folders: ['/project/api/deep', '/project/api', '/project'],
    read: (folder, path) => {
      const place = path.startsWith('/') ? path : `${folder}/${path.replace(/^\.\//, '')}`;
      const content = files[place];
      if (content === undefined) return Promise.resolve({ kind: 'missing' });
      if (content === null) return Promise.resolve({ kind: 'folder', place });
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return Promise.resolve({ kind: 'bytes', place, bytes });
    },
  };
}

export function environmentIn(
  files: Files,
  chosen: readonly string[] = [],
  settings: readonly SettingsEnvironments[] = [],
): Promise<Environment> {
  return loadEnvironment(filesIn(files), chosen, settings);
}
