/** `--har F`: each exchange is written as it ends, so that a run of any length takes the same memory. */
import { harEnd, harEntries, harStart } from '../insight/har.ts';
import { openRecordFile, type Recorder } from './recorder.ts';
import { version } from './version.ts';

/** A sentence where the file can't be made. */
export function openHarFile(path: string): Recorder | string {
  const file = openRecordFile(path);
  if (typeof file === 'string') return file;
  let lead = '';
  file.write(harStart(version));
  return {
    add: (exchange) => {
      for (const entry of harEntries(exchange)) {
        file.write(`${lead}${JSON.stringify(entry)}`);
        lead = ',\n';
      }
    },
    close: () => {
      file.write(harEnd);
      return file.close();
    },
  };
}
