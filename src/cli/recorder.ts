import { closeSync, fstatSync, openSync } from 'node:fs';
import type { Exchange } from '../client/exchange.ts';
import type { LeftOut } from './leftOut.ts';
import { unwritable } from './unwritable.ts';
import { writeWhole } from './writeWhole.ts';

/** Writes down what a run does, beside what it tells. */
export type Recorder = {
  readonly add: (exchange: Exchange) => void;
  /** Without it nobody wants to know. */
  readonly leaveOut?: (request: LeftOut) => void;
  /** Ends the file; a sentence where it could not all be written. */
  readonly close: () => string | null;
};

/** A file that is written piece by piece; after the first failure nothing more is tried. */
export type RecordFile = {
  readonly write: (text: string) => void;
  /** In the place of as many bytes at the start; of what is no file on a disk, such as a pipe, it stays as it was. */
  readonly rewriteStart: (text: string) => void;
  readonly close: () => string | null;
};

/** A sentence where the file can't be made: before anything is sent. */
export function openRecordFile(path: string): RecordFile | string {
  let file: number;
  try {
    file = openSync(path, 'w');
  } catch (error) {
    return unwritable(path, error);
  }
  let wrong: string | null = null;
  return {
    write: (text) => {
      if (wrong !== null) return;
      try {
        writeWhole(file, Buffer.from(text));
      } catch (error) {
        wrong = unwritable(path, error);
      }
    },
    rewriteStart: (text) => {
      if (wrong !== null || !fstatSync(file).isFile()) return;
      try {
        writeWhole(file, Buffer.from(text), 0);
      } catch (error) {
        wrong = unwritable(path, error);
      }
    },
    close: () => {
      closeSync(file);
      return wrong;
    },
  };
}
