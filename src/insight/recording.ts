/** What was sent, for pictures and reports: the newest exchanges themselves, and of all of them what it came to. */
import type { Exchange } from '../client/exchange.ts';
import { addToLanes, createLaneHops, type LaneHops } from './laneHops.ts';
import { addExchange, createReuseReport, type ReuseReport } from './reuseReport.ts';

export type Recording = {
  /** What it is of, for people. */
  readonly title: string;
  /** Those that are kept, the oldest first. */
  readonly exchanges: Exchange[];
  readonly report: ReuseReport;
  /** Of the bodies kept. */
  bytes: number;
};

/** As many hops as a picture can show. */
const maxExchanges = 2000;
const maxBytes = 50_000_000;

/** `before`: what was sent until then, where the opening of connections was seen that are open now. */
export function createRecording(title: string, before: Recording | null = null): Recording {
  return { title, exchanges: [], report: createReuseReport(before?.report ?? null), bytes: 0 };
}

/** Adds to the recording, which forgets its oldest exchanges past its limits; the report forgets none. */
export function record(recording: Recording, exchange: Exchange): void {
  const { exchanges, report } = recording;
  addExchange(report, exchange);
  exchanges.push(exchange);
  recording.bytes += heldBytes(exchange);
  while (exchanges.length > maxExchanges || (recording.bytes > maxBytes && exchanges.length > 1)) {
    const oldest = exchanges.shift();
    recording.bytes -= oldest === undefined ? 0 : heldBytes(oldest);
  }
}

/** Of what came and of what was sent. */
function heldBytes({ body, hops }: Exchange): number {
  return hops.reduce(
    (sum, { requestBody }) => sum + (requestBody?.bytes?.length ?? 0),
    body.length,
  );
}

/** `exchange` of a hop is the index among the exchanges that are kept. */
export function lanesOf({ exchanges }: Recording): LaneHops {
  const hops = createLaneHops();
  for (const exchange of exchanges) addToLanes(hops, exchange);
  return hops;
}
