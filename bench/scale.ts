/**
 * What is shown of 10,000 requests and 10,000 exchanges, and what 100 open connections cost while nobody looks.
 * What VS Code has to be there for is measured in it, by `test/host/scale.host.ts`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '../src/client/client.ts';
import { defaultSettings } from '../src/client/settings.ts';
import {
  entriesBetween,
  entryAt,
  moveEntries,
  putEntry,
  type RunList,
} from '../src/editor/runList.ts';
import { annotate } from '../src/insight/annotation.ts';
import { connectionTree } from '../src/insight/connectionTree.ts';
import { exchangeHover } from '../src/insight/hover.ts';
import { createRecording, lanesOf, record } from '../src/insight/recording.ts';
import { lanes } from '../src/insight/lanes.ts';
import { palettes } from '../src/insight/theme.ts';
import { requestTo } from '../test/support/requestTo.ts';
import { benchHints } from './hints.ts';
import { median, round } from './processCost.ts';
import type { ScaleRow } from './scaleRow.ts';

const requests = 10_000;
const connections = 100;
const idleMs = 10_000;

/** Milliseconds are medians of 21 times. */
export async function benchScale(): Promise<readonly ScaleRow[]> {
  const server = createServer((_request, response) => response.end('ok'));
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createClient(defaultSettings);
  const request = requestTo(`http://127.0.0.1:${String(port)}/`, { freshConnection: true });
  const exchanges = await Promise.all(
    Array.from({ length: connections }, () => client.send(request)),
  );
  const [exchange] = exchanges;
  if (exchange === undefined) throw new Error('Nothing was sent');

  const list: RunList<typeof exchange> = [];
  for (let index = 0; index < requests; index++) {
    putEntry(list, { start: index * 190, text: '', run: exchange });
  }
  const recording = createRecording('all');
  for (let index = 0; index < requests; index++) record(recording, exchange);
  const hops = lanesOf(recording);
  const keystroke = [{ rangeOffset: 0, rangeLength: 0, text: 'x' }];
  const rows: ScaleRow[] = [
    row('a hover found and worded', 16, () => {
      exchangeHover(entryAt(list, 5000 * 190)?.run ?? exchange, 'dark', {});
    }),
    row('350 lines of annotations', 16, () => {
      for (const { run } of entriesBetween(list, 190 * 5000, 190 * 5044)) annotate(run);
    }),
    row('a keystroke above 10,000 runs', 16, () => {
      moveEntries(list, keystroke);
    }),
    row('the tree of 100 connections', 5, () => {
      connectionTree([client.snapshot()]);
    }),
    row('a picture of 2,000 requests', null, () => {
      lanes(hops, { palette: palettes.dark });
    }),
    ...benchHints(),
  ];
  const whileOpen = await idle(`CPU in 10 s with ${String(connections)} idle connections`);
  const open = client.snapshot().connections.length;
  if (open !== connections) throw new Error(`${String(open)} connections were left open`);
  await client.dispose();
  rows.push(whileOpen, await idle('CPU in 10 s with none'));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return rows;
}

/** The server's share is in it, for it lives in this process. */
async function idle(what: string): Promise<ScaleRow> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const { user, system } = process.cpuUsage(before);
  return { what, ms: round((user + system) / 1000, 1), limit: null };
}

function row(what: string, limit: number | null, work: () => void): ScaleRow {
  const times = Array.from({ length: 21 }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return { what, ms: round(median(times), 3), limit };
}
