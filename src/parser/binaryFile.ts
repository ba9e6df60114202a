/** A file that is no text: one block, one problem, no request. */
import { isLineEnd } from './characters.ts';
import { fileOf } from './chunks.ts';
import type { Edit, Text } from './edit.ts';
import type { HttpFile } from './httpFile.ts';

/** A NUL, or many characters in the first 4,096 that no text holds (wrong decoding leaves U+FFFD). */
export function isBinary(text: string): boolean {
  return text.includes('\0') || startsStrange(text);
}

/** Whether an edit of a file that was text made it one that is not. */
export function becomesBinary(text: Text, { offset, inserted }: Edit): boolean {
  if (text.slice(offset, offset + inserted).includes('\0')) return true;
  return offset < headLength && startsStrange(text.slice(0, headLength));
}

export function isBinaryFile(file: HttpFile): boolean {
  return file.chunks[0]?.chunk.blocks[0]?.problems[0]?.code === 'binary-file';
}

const headLength = 4096;

function startsStrange(text: string): boolean {
  const length = Math.min(text.length, headLength);
  let strange = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd || (code < 32 && (code < 9 || code > 13) && code !== 27)) strange++;
  }
  return strange > 3 && strange * 10 > length;
}

export function binaryFile(text: string): HttpFile {
  const problem = {
    code: 'binary-file',
    severity: 'error',
    message: 'This file is not text: save it as UTF-8',
    span: { start: 0, end: Math.min(text.length, firstLineEnd(text)) },
    line: 0,
  } as const;
  const block = {
    length: text.length,
    lineEnds: text.split(/\r\n|\r|\n/).length - 1,
    separator: null,
    title: null,
    variables: [],
    statements: [],
    loose: null,
    request: null,
    problems: [problem],
  };
  return fileOf([block]);
}

function firstLineEnd(text: string): number {
  for (let at = 0; at < Math.min(text.length, 1000); at++) {
    if (isLineEnd(text.charCodeAt(at))) return at;
  }
  return 1000;
}
