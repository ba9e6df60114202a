/** `--html F`: exchanges are folded as they end, and the page is written when all have. */
import { createHash } from 'node:crypto';
import { addToLanes, createLaneHops } from '../insight/laneHops.ts';
import { printable } from '../insight/printable.ts';
import { reportHtml } from '../insight/reportHtml.ts';
import { reportStyle } from '../insight/reportStyle.ts';
import { addExchange, createReuseReport } from '../insight/reuseReport.ts';
import { openRecordFile, type Recorder } from './recorder.ts';
import { version } from './version.ts';

/** A sentence where the file can't be made. */
export function openHtmlFile(path: string, sent: readonly string[]): Recorder | string {
  const file = openRecordFile(path);
  if (typeof file === 'string') return file;
  const report = createReuseReport();
  const hops = createLaneHops();
  return {
    add: (exchange) => {
      addExchange(report, exchange);
      addToLanes(hops, exchange);
    },
    close: () => {
      const page = {
        report,
        hops,
        about: printable(sent.join(', ')),
        madeBy: `Keepalive ${version}, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
        styleHash: createHash('sha256').update(reportStyle).digest('base64'),
      };
      file.write(reportHtml(page));
      return file.close();
    },
  };
}
