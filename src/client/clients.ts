/**
 * The pools of a window or a process behind one client: each request goes out on the pool it names,
 * which is made for the first that is sent over it.
 */
import type { PoolCounters, PoolSnapshot } from '../pool/snapshot.ts';
import { createClient, type Client, type ClientOptions } from './client.ts';
import type { ClientSettings } from './settings.ts';

export type Clients = Client & {
  /** Closes one pool, such as that of a folder that was closed. */
  readonly closePool: (name: string) => Promise<void>;
  readonly poolNames: () => readonly string[];
  /** Of each pool, the default one first; `snapshot` has all of them as one. */
  readonly snapshots: () => readonly PoolSnapshot[];
};

/** `defaultPool` serves the requests that name none; `trace` is told of what happens between sends. */
export function createClients(
  initial: ClientSettings,
  defaultPool: string,
  options: Pick<ClientOptions, 'trace' | 'cookies'> = {},
): Clients {
  let settings = initial;
  const clients = new Map<string, Client>();
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const of = (pool: string | null): Client => {
    const name = pool ?? defaultPool;
    const known = clients.get(name);
    if (known !== undefined) return known;
    const made = createClient(settings, { ...options, poolName: name });
    made.onDidChange(notify);
    clients.set(name, made);
    return made;
  };
  const closePool = async (name: string): Promise<void> => {
    const client = clients.get(name);
    clients.delete(name);
    await client?.dispose();
    notify();
  };
  return {
    send: (request, options) => of(request.pool).send(request, options),
    forecast: (request) => {
      const poolName = request.pool ?? defaultPool;
      // A question makes no pool: one that was not sent over yet holds nothing.
      const client = clients.get(poolName) ?? createClient(settings, { poolName });
      return client.forecast(request);
    },
    snapshot: () => joined(of(null).snapshot(), [...clients.values()]),
    onDidChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closeConnection: (id) => {
      for (const client of clients.values()) client.closeConnection(id);
    },
    closeAll: () => {
      for (const client of clients.values()) client.closeAll();
    },
    changeSettings: (next) => {
      settings = next;
      for (const client of clients.values()) client.changeSettings(next);
    },
    closePool,
    poolNames: () => [...clients.keys()],
    snapshots: () =>
      [of(null), ...[...clients.values()].filter((client) => client !== of(null))].map((client) =>
        client.snapshot(),
      ),
    dispose: async () => {
      await Promise.all([...clients.keys()].map(closePool));
    },
  };
}

/** All pools as one: ids are unique over them. */
function joined(first: PoolSnapshot, clients: readonly Client[]): PoolSnapshot {
  if (clients.length === 1) return first;
  const all = clients.map((client) => client.snapshot());
  return {
    ...first,
    connections: all.flatMap(({ connections }) => connections).sort((a, b) => a.id - b.id),
    recentlyClosed: all
      .flatMap(({ recentlyClosed }) => recentlyClosed)
      .sort((a, b) => b.closedAtMs - a.closedAtMs),
    counters: all.map(({ counters }) => counters).reduce(sum),
  };
}

function sum(one: PoolCounters, other: PoolCounters): PoolCounters {
  return {
    opened: one.opened + other.opened,
    reused: one.reused + other.reused,
    dnsLookups: one.dnsLookups + other.dnsLookups,
    tlsHandshakes: one.tlsHandshakes + other.tlsHandshakes,
    handshakeMs: one.handshakeMs + other.handshakeMs,
  };
}
