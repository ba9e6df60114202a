/**
 * Sends requests over a pool of its own that lives between sends.
 * A pool is made by the first `createClient` and ends with `dispose`; sockets and undici come with the first send.
 */
import { ConnectionPool } from '../pool/connectionPool.ts';
import type { Forecast, PoolSnapshot } from '../pool/snapshot.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { Transport } from '../transport/openConnection.ts';
import { createStop } from '../transport/stop.ts';
import { createArrivals, type Watcher } from './arrivals.ts';
import { Connections } from './connections.ts';
import type { CookieJar } from './cookieJar.ts';
import { createDigestSessions } from './digestSessions.ts';
import type { Exchange } from './exchange.ts';
import { sendHops } from './exchangeHops.ts';
import { exchangeOf, notSupported, plainExchange } from './exchangeOf.ts';
import { networkWatch } from './networkWatch.ts';
import { unsupportedProxy } from './proxySettings.ts';
import { RunningSends } from './runningSends.ts';
import type { ClientSettings } from './settings.ts';
import { tlsFor, type Tls } from './tls.ts';
import type { Trace } from './trace.ts';
import { unsupported } from './unsupported.ts';
import { wantOf } from './wire.ts';

export type Client = {
  /** Rejects for a bug only: what goes wrong on the wire is in `Exchange.failure`. */
  readonly send: (request: ResolvedRequest, options?: SendOptions) => Promise<Exchange>;
  /** What a send would do now; opens nothing. */
  readonly forecast: (request: ResolvedRequest) => Forecast;
  readonly snapshot: () => PoolSnapshot;
  /** Told once a turn when the pool has changed, off the clock of what is being sent; the answer takes the listener back. */
  readonly onDidChange: (listener: () => void) => () => void;
  readonly closeConnection: (id: number) => void;
  readonly closeAll: () => void;
  /** For what is sent from now on; connections made under other TLS or proxy settings are closed. */
  readonly changeSettings: (settings: ClientSettings) => void;
  /** Closes every connection, in use or not. */
  readonly dispose: () => Promise<void>;
};

export type SendOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly trace?: Trace | undefined;
  /** Told of each piece of the answer's body as it comes. */
  readonly watcher?: Watcher | undefined;
};

export type ClientOptions = {
  readonly poolName?: string;
  readonly nextConnectionId?: () => number;
  /** None are kept without it. */
  readonly cookies?: CookieJar;
  /** What the machine's addresses are, in place of asking it. */
  readonly networkAddresses?: () => string;
  /** Told of what happens between sends, such as the end of an idle connection. */
  readonly trace?: Trace | undefined;
};

export function createClient(initial: ClientSettings, options: ClientOptions = {}): Client {
  let settings = initial;
  const { poolName = 'default', nextConnectionId = nextId, trace: poolTrace } = options;
  const now = (): number => performance.now();
  const listeners = new Set<() => void>();
  const pool = new ConnectionPool(poolName, settings, nextConnectionId);
  const connections = new Connections(pool, now, notifier(listeners), poolTrace);
  const networkChanged = networkWatch(
    () => (options.networkAddresses ?? loaded?.networkAddresses)?.() ?? '',
  );
  const digests = createDigestSessions();
  const sends = new RunningSends();
  let isDisposed = false;

  const send = async (request: ResolvedRequest, { signal, trace, watcher }: SendOptions = {}) => {
    const refused = unsupported(request) ?? unsupportedProxy(settings.proxy, request);
    if (refused !== null) return notSupported(request, refused);
    // Loading is our own cost, and no phase of the exchange.
    const transport = loaded ?? (await loadTransport());
    if (request.scheme === 'https') transport.prepare(tlsOf(settings, request).options);
    const startedAt = Date.now();
    const exchangeStartedAtMs = now();
    if (networkChanged(exchangeStartedAtMs)) connections.retireAll('network-changed');
    const stop = createStop(signal, request.timeoutMs ?? settings.timeoutMs);
    const running = sends.add(stop);
    if (isDisposed) stop.stop('aborted');
    const arrivals =
      watcher === undefined ? null : createArrivals(() => now() - exchangeStartedAtMs, watcher);
    const context = {
      onChunk: arrivals?.onChunk ?? null,
      digests,
      cookies: options.cookies ?? null,
      transport,
      connections,
      settings,
      now,
      stop,
      trace,
      exchangeStartedAtMs,
    };
    try {
      const results = await sendHops(context, request);
      const { bodies } = transport;
      const circumstances = { startedAt, arrivals: arrivals?.list ?? [], settings, bodies };
      return (
        plainExchange(request, results, circumstances) ??
        (await exchangeOf(request, results, circumstances))
      );
    } finally {
      sends.remove(running);
      stop.dispose();
    }
  };

  return {
    send,
    forecast: (request) =>
      pool.forecast(
        wantOf(request, settings),
        {
          fresh: request.freshConnection,
          staleRetryOf: [],
          maxIdleMs: request.maxIdleMs,
          maxLifetimeMs: request.maxLifetimeMs,
        },
        now(),
      ),
    snapshot: () => pool.snapshot(now()),
    onDidChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closeConnection: (id) => {
      connections.close(id, 'closed-by-user');
    },
    closeAll: () => {
      connections.closeAll('closed-by-user');
    },
    changeSettings: (next) => {
      const affects = connectionSettings(next) !== connectionSettings(settings);
      settings = next;
      connections.setLimits(next);
      if (affects) connections.retireAll('settings-changed');
    },
    dispose: () => {
      isDisposed = true;
      // First, so that none of those who wait opens a connection in place of one that is closed.
      sends.stopAll();
      connections.closeAll('pool-disposed');
      return Promise.resolve();
    },
  };
}

function tlsOf(settings: ClientSettings, { host, port, insecure }: ResolvedRequest): Tls {
  return tlsFor(settings, host, port, insecure);
}

/** What a connection was opened under, beyond what its request wants of it. */
function connectionSettings(settings: ClientSettings): string {
  const { extraCa, systemCa, insecureHosts, clientCertificates, proxy } = settings;
  const { minTlsVersion, maxTlsVersion, ciphers, curves, pinnedKeys } = settings;
  const trust = [extraCa, systemCa, insecureHosts, clientCertificates, pinnedKeys];
  return JSON.stringify([...trust, minTlsVersion, maxTlsVersion, ciphers, curves, proxy]);
}

/** Sockets, TLS and undici are the heaviest things we load, so they come with the first send. */
let loading: Promise<Transport> | undefined;
let loaded: Transport | undefined;

async function loadTransport(): Promise<Transport> {
  loading ??= import('../transport/openConnection.ts').then((room) => room.loadTransport());
  loaded = await loading;
  return loaded;
}

/** Listeners draw; were they called at once, their time would count as some phase of the send. */
function notifier(listeners: ReadonlySet<() => void>): () => void {
  let isDue = false;
  const notify = (): void => {
    isDue = false;
    for (const listener of listeners) listener();
  };
  return () => {
    if (isDue || listeners.size === 0) return;
    isDue = true;
    setImmediate(notify);
  };
}

/** Counts over the whole process, whatever the pool, so that `#3` names one connection. */
let lastId = 0;

function nextId(): number {
  lastId += 1;
  return lastId;
}
