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

/** `trace` is told of what happens between sends. */
export function createPools(settings: Settings, trace: Trace, cookies: Cookies): Pools {
  const changed = new vscode.EventEmitter<void>();
  let clients: Clients | null = null;
  let client: Client | null = null;
  const made = (): Client => {
    const all = createClients(settings.read(), 'workspace', { trace, cookies: cookies.jar });
    all.onDidChange(() => {
      changed.fire();
    });
    clients = all;
    const sendOver = async (
      pool: string | null,
      request: ResolvedRequest,
      options?: SendOptions,
    ): Promise<Exchange> => {
      const isOff = cookies.keeping() === 'off';
      if (!isOff) await cookies.ready();
      return all.send({ ...request, pool, noCookieJar: isOff || request.noCookieJar }, options);
    };
    return {
      ...all,
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
        return all.forecast({ ...request, pool });
      },
    };
  };
  const requests = createRequestPools((name) => void clients?.closePool(name));
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
  const listeners = vscode.Disposable.from(
    settings.onDidChange(() => {
      clients?.changeSettings(settings.read());
      changed.fire();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
      for (const { uri } of removed) void clients?.closePool(folderPool(uri));
    }),
    requests,
  );
  return {
    onDidChange: changed.event,
    client: () => (client ??= made()),
    snapshots: () => clients?.snapshots() ?? [],
    async dispose() {
      listeners.dispose();
      await clients?.dispose();
      changed.dispose();
    },
  };
}

function folderPool(folder: vscode.Uri): string {
  return `folder ${folder.toString()}`;
}
