/** What we told of each hop, against what the server saw. Answers the disagreements. */
import type { Hop } from '../../src/client/exchange.ts';
import type { Ledger, Line } from './ledger.ts';
import type { Batch } from './plan.ts';
import type { Account, Told } from './sendBatch.ts';
import type { Arrival, Witnessed } from './witness.ts';

export function checkHops({ told, seen, batch }: Account, ledger: Ledger): string[] {
  return told.flatMap((one) => [
    ...one.exchange.hops.flatMap((hop, index) =>
      checkHop(one, hop, index, ledger, batch).map(
        (what) => `send ${one.planned.id} (${one.planned.act}), hop ${index}: ${what}`,
      ),
    ),
    ...checkArrivals(one, seen, batch.kind === 'h2', batch.settings.retryStale === 'all').map(
      (what) => `send ${one.planned.id} (${one.planned.act}): ${what}`,
    ),
  ]);
}

function checkHop(
  { planned, exchange, taken }: Told,
  hop: Hop,
  index: number,
  ledger: Ledger,
  batch: Batch,
): string[] {
  const { connection, failure } = hop;
  const isNeverAnswered = planned.act === 'stall' || planned.act === 'half-stall';
  const gaveUp = failure?.code === 'timeout' || failure?.code === 'aborted';
  if (gaveUp && !isNeverAnswered) return [`${failure.code} of what is answered`];
  if (connection === null) return gaveUp ? [] : [`no connection: ${String(failure?.code)}`];
  const wrong: string[] = [];
  const expect = (isTrue: boolean, what: string): void => {
    if (!isTrue) wrong.push(`#${connection.id} ${what}`);
  };
  const line = ledger.get(connection.id);
  if (line?.seen == null) return [`the server knows nothing of #${connection.id}`];
  const before = line.uses.findIndex((use) => use.told.exchange === exchange && use.hop === index);
  expect(taken[index]?.connection === connection.id, 'is not the one of the trace');
  expect(line.seen.port === connection.localPort, 'has another port');
  expect(connection.reused === (connection.openedBecause === null), 'is both reused and opened');
  expect(connection.reused === connection.requestsBefore > 0, 'is reused by its first request');
  expect(
    connection.requestsBefore === before,
    `had served ${before}, not ${connection.requestsBefore}`,
  );
  const arrival = line.seen.arrivals.find(({ id }) => id === planned.id);
  if (arrival !== undefined && connection.protocol !== 'h2') {
    const place = line.seen.arrivals.indexOf(arrival);
    expect(place === before, `told as request ${before + 1}, seen as ${place + 1}`);
  }
  expect(
    isEvident(hop, arrival, line, batch),
    `told: ${outcomeOf(hop)}; ${seenText(arrival, line.seen)}`,
  );
  if (connection.closedBecause !== null) {
    const { code } = connection.closedBecause;
    expect(line.closed?.closedBecause.code === code, `closed for ${code} and for something else`);
  }
  if (index > 0) {
    const last = exchange.hops[index - 1];
    expect(last?.failure != null && last.responseBytes === 0, 'retried without need');
  }
  if (failure === null) {
    expect(
      Buffer.from(exchange.body.bytes()).toString() === String(planned.id),
      'brought another answer',
    );
  }
  return wrong;
}

/** Whether what the server did brings about what we told. */
function isEvident(hop: Hop, arrival: Arrival | undefined, line: Line, batch: Batch): boolean {
  const { seen } = line as Line & { readonly seen: Witnessed };
  const did = (what: string): boolean => seen.deeds.some((deed) => deed.what === what);
  const act = arrival?.late === false ? arrival.act : null;
  const isOver = arrival === undefined || arrival.late;
  const isCut = did('fin') || did('reset');
  // More at once than it allows are refused before the server's program hears of them.
  const isOverrun =
    arrival === undefined && batch.kind === 'h2' && line.uses.length > batch.maxStreams;
  switch (hop.failure?.code) {
    case undefined:
      return hop.response?.status === 200 && arrival?.answered === true;
    case 'timeout':
    case 'aborted':
      return arrival?.answered !== true;
    case 'closed-before-response':
      if (isOver && (did('fin') || did('goaway'))) return true;
      // Between the choice and the send it had ended, and nothing was written.
      if (arrival === undefined && hop.requestBytes === 0) return did('reset') || did('bytes');
      if (isOverrun) return true;
      return act === 'fin' || act === 'refuse' || (hop.connection?.protocol === 'h2' && isCut);
    case 'connection-reset':
      // What is written to a socket that the other side has closed for good is answered by a reset.
      if (isOver) return isCut;
      return (
        act === 'reset' ||
        act === 'half-reset' ||
        (hop.connection?.protocol === 'h2' && did('reset'))
      );
    case 'truncated-response':
      return act === 'half-fin' || act === 'short' || (hop.connection?.protocol === 'h2' && isCut);
    case 'protocol-error':
      // Node's server refuses a stream too many in these words, too, and one after its GOAWAY.
      if (hop.failure.detail.endsWith('ENHANCE_YOUR_CALM'))
        return isOverrun || (arrival === undefined && (did('goaway') || did('fin')));
      return act === 'garbage' || act === 'reset-stream' || isSpoilt(arrival, seen);
    default:
      return false;
  }
}

/** Bytes that nobody asked for came before it, and the client took them for the beginning of its answer. */
function isSpoilt(arrival: Arrival | undefined, seen: Witnessed): boolean {
  const place = arrival === undefined ? Infinity : seen.arrivals.indexOf(arrival);
  return seen.deeds.some(({ what, arrivals }) => what === 'bytes' && arrivals <= place);
}

/** Each arrival is a hop that was told; an answer in full was not told as a failure. */
function checkArrivals(
  { planned, exchange }: Told,
  seen: readonly Witnessed[],
  isHttp2: boolean,
  resendsAll: boolean,
): string[] {
  const wrong: string[] = [];
  const ports = exchange.hops.map(({ connection }) => connection?.localPort ?? 0);
  let processed = 0;
  for (const one of seen) {
    for (const arrival of one.arrivals) {
      if (arrival.id !== planned.id) continue;
      const index = ports.indexOf(one.port);
      if (index === -1) {
        wrong.push(`arrived from port ${one.port}, which no hop tells of`);
        continue;
      }
      ports[index] = 0;
      const hop = exchange.hops[index];
      const isUnprocessed = isHttp2 && (arrival.late || arrival.act === 'refuse');
      if (!isUnprocessed) processed++;
      const isCut = isHttp2 && one.deeds.some(({ what }) => what === 'fin' || what === 'reset');
      const isLost = isCut || isSpoilt(arrival, one);
      if (arrival.answered && hop?.failure != null && !isLost) {
        wrong.push(`answered in full, told as ${hop.failure.code}`);
      }
    }
  }
  const isIdempotent = planned.method !== 'POST' && planned.method !== 'PATCH';
  if (!isIdempotent && !resendsAll && processed > 1) {
    wrong.push(`${planned.method} arrived ${processed} times`);
  }
  return wrong;
}

function outcomeOf({ failure, response }: Hop): string {
  return failure?.code ?? String(response?.status);
}

export function seenText(arrival: Arrival | undefined, { deeds }: Witnessed): string {
  const what =
    arrival === undefined
      ? 'it never came'
      : `${arrival.act}${arrival.late ? ' (late)' : ''}${arrival.answered ? ' answered' : ''}`;
  return `seen: ${what}; done: ${deeds.map((deed) => `${deed.what}${deed.idle ? ' idle' : ''} after ${deed.arrivals}`).join(', ') || 'nothing'}`;
}

export type { Line };
