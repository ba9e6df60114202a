/** The port to the files around an `.http` file; a surface has them by path or by URI. */
import type { StreamedBody } from './resolvedRequest.ts';

/** A file of more bytes is not read before it is sent. */
export const longFileBytes = 1024 * 1024;

export type FileContent =
  | { readonly kind: 'bytes'; readonly place: string; readonly bytes: Uint8Array }
  /** Too long to be read beforehand; only the body of a request may be that. */
  | { readonly kind: 'long'; readonly place: string; readonly content: StreamedBody }
  | { readonly kind: 'missing' }
  | { readonly kind: 'folder'; readonly place: string }
  | { readonly kind: 'unreadable'; readonly place: string; readonly message: string };

export type FileAccess = {
  /** The file's own folder first, then its parents, up to the root of its workspace. */
  readonly folders: readonly string[];
  /** `path` counts from `folder`, or is absolute. `place` in the answer names the file for people. */
  readonly read: (folder: string, path: string) => Promise<FileContent>;
};

export const noFiles: FileAccess = {
  folders: [],
  read: () => Promise.resolve({ kind: 'missing' }),
};

/** The first there is, from the nearest folder up. */
export async function nearestFile(access: FileAccess, name: string): Promise<FileContent> {
  for (const folder of access.folders) {
    const content = await access.read(folder, name);
    if (content.kind === 'bytes' || content.kind === 'unreadable') return content;
  }
  return { kind: 'missing' };
}
