/** Sends a batch and gathers both accounts of it: what we told and what the servers saw. */
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '../../src/client/client.ts';
import type { Exchange } from '../../src/client/exchange.ts';
import { defaultSettings } from '../../src/client/settings.ts';
import type { TraceEvent } from '../../src/client/trace.ts';
import type { ClosedSnapshot, ConnectionSnapshot } from '../../src/pool/snapshot.ts';
import { certificates } from '../support/certificates.ts';
import { requestTo } from '../support/requestTo.ts';
import { until } from '../support/until.ts';
import { startHttp1Witness } from './http1Witness.ts';
import { startHttp2Witness } from './http2Witness.ts';
import type { Batch, PlannedSend } from './plan.ts';
import type { Witness, Witnessed } from './witness.ts';

export type Account = {
  readonly batch: Batch;
  readonly told: readonly Told[];
  readonly closed: readonly ClosedSnapshot[];
  readonly open: readonly ConnectionSnapshot[];
  readonly seen: readonly Witnessed[];
  readonly origins: readonly string[];
};

export type Told = {
  readonly planned: PlannedSend;
  readonly exchange: Exchange;
  /** One for each hop that got a connection, or began to open one. */
  readonly taken: readonly Taken[];
};

/** A hop takes a connection: the one it reuses, or the one it opens. */
export type Taken = {
  readonly connection: number;
  /** Its place among all takings of the batch. */
  readonly order: number;
  /** When it was decided to open it; null for one that is reused. */
  readonly openedAtMs: number | null;
  /** The client's port, once it stands. */
  port: number | null;
  /** At the latest then the hop was over. */
  endedAtMs: number;
};

export async function sendBatch(batch: Batch): Promise<Account> {
  const { ca, localhost } = await certificates();
  const start = (): Promise<Witness> =>
    batch.kind === 'h2'
      ? startHttp2Witness(localhost, batch.maxStreams)
      : startHttp1Witness(batch.kind === 'https' ? localhost : null);
  const witnesses = [await start(), await start()] as const;
  let lastId = 0;
  const client = createClient(
    { ...defaultSettings, ...batch.settings, extraCa: [ca] },
    { nextConnectionId: () => (lastId += 1) },
  );
  let order = 0;

  const send = async (planned: PlannedSend): Promise<Told> => {
    const taken: Taken[] = [];
    const end = (): void => {
      const last = taken.at(-1);
      if (last !== undefined && last.endedAtMs === Infinity) last.endedAtMs = performance.now();
    };
    const trace = (event: TraceEvent): void => {
      if (event.kind === 'hop') end();
      if (event.kind === 'opened') taken.at(-1)!.port = event.endpoint.localPort;
      if (event.kind !== 'opening' && event.kind !== 'reusing') return;
      const { connection } = event;
      const entry = client.snapshot().connections.find(({ id }) => id === connection);
      taken.push({
        connection,
        order: order++,
        openedAtMs: event.kind === 'opening' ? (entry?.openedAtMs ?? NaN) : null,
        port: entry?.endpoint?.localPort ?? null,
        endedAtMs: Infinity,
      });
    };
    const { url, changes } = requestOf(planned, witnesses[planned.server].origin);
    const isNeverAnswered = planned.act === 'stall' || planned.act === 'half-stall';
    const exchange = await client.send(
      requestTo(url, {
        ...changes,
        timeoutMs: isNeverAnswered && planned.giveUp === 'timeout' ? 20 : null,
      }),
      {
        trace,
        signal: isNeverAnswered && planned.giveUp === 'abort' ? AbortSignal.timeout(15) : undefined,
      },
    );
    end();
    return { planned, exchange, taken };
  };

  const lanes = await Promise.all(
    batch.lanes.map(async (lane) => {
      const told: Told[] = [];
      for (const planned of lane) {
        told.push(await send(planned));
        if (planned.pauseMs > 0) await delay(planned.pauseMs);
      }
      return told;
    }),
  );
  const seen = (): readonly Witnessed[] => witnesses.flatMap(({ connections }) => connections);
  // What the servers still do to idle connections, and what is still under way between them and us.
  await delay(10);
  const ports = (list: readonly number[]): string => list.toSorted((a, b) => a - b).join();
  await until('both sides have the same connections', () => {
    const ours = client.snapshot().connections.map(({ endpoint }) => endpoint?.localPort ?? 0);
    const theirs = seen().filter(({ closedAtMs }) => closedAtMs === null);
    return ports(ours) === ports(theirs.map(({ port }) => port));
  }).catch(() => undefined);
  const { recentlyClosed, connections } = client.snapshot();
  const account: Account = {
    batch,
    told: lanes.flat(),
    closed: recentlyClosed,
    open: connections,
    seen: seen().map((each) => ({ ...each, arrivals: [...each.arrivals], deeds: [...each.deeds] })),
    origins: witnesses.map(({ origin }) => origin),
  };
  await client.dispose();
  for (const witness of witnesses) await witness.dispose();
  return account;
}

function requestOf(planned: PlannedSend, origin: string) {
  const { id, act, ms, method, fresh, noKeepAlive, insecure, maxIdleMs } = planned;
  return {
    url: `${origin}/${id}/${act}?ms=${ms}`,
    changes: {
      method,
      body: method === 'GET' || method === 'DELETE' ? null : Buffer.from('body'),
      freshConnection: fresh,
      noKeepAlive,
      insecure: insecure && origin.startsWith('https'),
      maxIdleMs,
    },
  };
}
