/** `--har F`: each exchange is written as it ends, so that a run of any length takes the same memory. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Exchange } from '../client/exchange.ts';
import { harEnd, harEntries, harStart } from '../insight/har.ts';
import { unwritable } from './unwritable.ts';
import { version } from './version.ts';

export type HarFile = {
  readonly add: (exchange: Exchange) => void;
  /** Ends the file; a sentence where it could not all be written. */
  readonly close: () => string | null;
};

/** A sentence where the file can't be made. */
export function openHarFile(path: string): HarFile | string {
  let file: number;
  try {
    file = openSync(path, 'w');
  } catch (error) {
    return unwritable(path, error);
  }
  let wrong: string | null = null;
  const write = (text: string): void => {
    if (wrong !== null) return;
    try {
      writeSync(file, text);
    } catch (error) {
      wrong = unwritable(path, error);
    }
  };
  let lead = '';
  write(harStart(version));
  return {
    add: (exchange) => {
      for (const entry of harEntries(exchange)) {
        write(`${lead}${JSON.stringify(entry)}`);
        lead = ',\n';
      }
    },
    close: () => {
      write(harEnd);
      closeSync(file);
      return wrong;
    },
  };
}
