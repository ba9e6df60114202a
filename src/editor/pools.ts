/**
 * The window's pools behind one client. Making it costs nothing: sockets and undici come with the
 * first send. Which pool a request uses is the setting `keepalive.pool.scope`, unless it names one.
 */
import * as vscode from 'vscode';
import type { Client, SendOptions } from '../client/client.ts';
import { createClients, type Clients } from '../client/clients.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Trace } from '../client/trace.ts';
import type { PoolSnapshot } from '../pool/snapshot.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { Cookies } from './cookies.ts';
import { createRequestPools } from './requestPools.ts';
import type { Settings } from './settings.ts';
import { sourceUri } from './sourceUri.ts';

export type Pools = {
  readonly onDidChange: vscode.Event<void>;
  /** The client to send with and to ask for forecasts. */
  client(): Client;
  /** What each pool holds; none before the first use. */
  snapshots(): readonly PoolSnapshot[];
  /** Closes every connection; resolves when the last one is closed. */
  dispose(): Promise<void>;
};

/** Not before somebody asks for the client. */
type Made = {
  readonly clients: Clients;
  /** Chooses among them, by the settings. */
  readonly facade: Client;
};

/** `trace` is told of what happens between sends. */
export function createPools(settings: Settings, trace: Trace, cookies: Cookies): Pools {
  const changed = new vscode.EventEmitter<void>();
  let made: Made | null = null;
  const requests = createRequestPools((name) => void made?.clients.closePool(name));
  const hasOwnPool = ({ pool }: ResolvedRequest): boolean =>
    pool === null && settings.scope() === 'request';
  /** Null for the window's own pool, which serves files outside any folder, too. */
  const sharedPool = ({ pool, source: { file } }: ResolvedRequest): string | null => {
    const scope = settings.scope();
    if (pool !== null || scope === 'workspace') return pool;
    if (scope === 'file') return `file ${file}`;
    const folder = vscode.workspace.getWorkspaceFolder(sourceUri(file));
    return folder === undefined ? null : folderPool(folder.uri);
  };
  const facadeOf = (clients: Clients): Client => {
    const sendOver = async (
      pool: string | null,
      request: ResolvedRequest,
      options?: SendOptions,
    ): Promise<Exchange> => {
      const isOff = cookies.keeping() === 'off';
      if (!isOff) await cookies.ready(options?.signal);
      const noCookieJar = isOff || request.noCookieJar;
      return clients.send({ ...request, pool, noCookieJar }, options);
    };
    return {
      ...clients,
      send: async (request, options) => {
        if (!hasOwnPool(request)) return sendOver(sharedPool(request), request, options);
        // Found before anything is waited for: later its line may be that of another.
        const { name, release } = requests.use(request.source);
        try {
          return await sendOver(name, request, options);
        } finally {
          release();
        }
      },
      forecast(request) {
        const isOwn = hasOwnPool(request);
        const pool = isOwn ? requests.nameOf(request.source) : sharedPool(request);
        return clients.forecast({ ...request, pool });
      },
    };
  };
  const make = (): Made => {
    const options = { trace, cookies: cookies.jar };
    const clients = createClients(settings.read(), 'workspace', options);
    clients.onDidChange(() => {
      changed.fire();
    });
    return { clients, facade: facadeOf(clients) };
  };
  const listeners = vscode.Disposable.from(
    settings.onDidChange(() => {
      made?.clients.changeSettings(settings.read());
      changed.fire();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
      for (const { uri } of removed) void made?.clients.closePool(folderPool(uri));
    }),
    requests,
  );
  return {
    onDidChange: changed.event,
    client: () => (made ??= make()).facade,
    snapshots: () => made?.clients.snapshots() ?? [],
    async dispose() {
      listeners.dispose();
      await made?.clients.dispose();
      changed.dispose();
    },
  };
}

function folderPool(folder: vscode.Uri): string {
  return `folder ${folder.toString()}`;
}
