/** A file of a body: looked for beside the `.http` file first, then in the root of the workspace. */
import type { FileAccess, FileContent } from '../request/fileAccess.ts';
import { fileText } from '../request/fileText.ts';
import type { Answer, FileNeed } from '../request/needs.ts';
import type { StreamedBody } from '../request/resolvedRequest.ts';

export async function bodyFile(need: FileNeed, access: FileAccess): Promise<Answer> {
  const { path } = need;
  const content = await firstOf(path, access);
  switch (content.kind) {
    case 'missing':
      return { message: `There is no file \`${path}\` beside this file or in the workspace` };
    case 'folder':
      return { message: `\`${path}\` is a folder: name a file in it` };
    case 'unreadable':
      return { message: `\`${path}\`: ${content.message}` };
    case 'long':
      return need.encoding === null
        ? { streamed: content.content }
        : decoded(await wholeOf(content.content), need.encoding, path);
    case 'bytes':
      return need.encoding === null
        ? { bytes: content.bytes }
        : decoded(content.bytes, need.encoding, path);
  }
}

async function firstOf(path: string, { folders, read }: FileAccess): Promise<FileContent> {
  let found: FileContent = { kind: 'missing' };
  for (const folder of new Set([folders[0], folders.at(-1)])) {
    if (folder === undefined) continue;
    found = await read(folder, path);
    if (found.kind !== 'missing') return found;
  }
  return found;
}

/** References in it are to be expanded, so all of it is needed. */
async function wholeOf({ length, open }: StreamedBody): Promise<Uint8Array> {
  const whole = new Uint8Array(length);
  let at = 0;
  for await (const chunk of open()) {
    whole.set(chunk.subarray(0, length - at), at);
    at += chunk.length;
  }
  return whole.subarray(0, at);
}

async function decoded(bytes: Uint8Array, encoding: string, path: string): Promise<Answer> {
  if (/^utf-?8$/i.test(encoding)) {
    const text = fileText(bytes);
    if (text !== null) return { text };
    return {
      message: `\`${path}\` is not text in UTF-8: name its encoding, as in \`<@latin1 ${path}\``,
    };
  }
  // Its tables are large, and few files need them.
  const { decode, encodingExists } = await import('iconv-lite');
  const name: string = encoding;
  if (encodingExists(encoding)) return { text: decode(bytes, encoding) };
  return { message: `\`<@${name} ${path}\` names an encoding that nobody knows: try latin1` };
}
