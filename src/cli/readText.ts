import { readFile } from 'node:fs/promises';
import { fileText } from '../request/fileText.ts';

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'unreadable';
      readonly code: 'unreadable-file' | 'binary-file';
      readonly message: string;
    };

/** The file as text, its byte order mark taken off; a sentence when it can't be had. */
export async function readText(path: string): Promise<FileText> {
  let data: Uint8Array;
  try {
    data = await readFile(path);
  } catch (error) {
    return { kind: 'unreadable', code: 'unreadable-file', message: unreadable(error) };
  }
  const text = fileText(data);
  if (text !== null) return { kind: 'text', text };
  const message = 'This is not text in UTF-8. Save it as UTF-8, or choose another file';
  return { kind: 'unreadable', code: 'binary-file', message };
}

/** A sentence for an error of the file system. */
export function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return sentences.get(code) ?? `The file cannot be read${code === '' ? '' : ` (${code})`}`;
}

const sentences = new Map([
  ['ENOENT', 'There is no such file. Check its path'],
  ['ENOTDIR', 'There is no such file. Check its path'],
  ['EISDIR', 'This is a directory. Name the files in it'],
  ['EACCES', 'This file may not be read. Check its permissions'],
  ['EPERM', 'This file may not be read. Check its permissions'],
]);
