/**
 * The window's pools behind one client. Making it costs nothing: sockets and undici come with the
 * first send. Which pool a request uses is the setting `keepalive.pool.scope`, unless it names one.
 */
import * as vscode from 'vscode';
import type { Client } from '../client/client.ts';
import { createClients, type Clients } from '../client/clients.ts';
import type { Trace } from '../client/trace.ts';
import type { PoolSnapshot } from '../pool/snapshot.ts';
import type { RequestSource, ResolvedRequest } from '../request/resolvedRequest.ts';
import type { Cookies } from './cookies.ts';
import type { PoolScope, Settings } from './settings.ts';

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
    const placed = (request: ResolvedRequest): ResolvedRequest =>
      request.pool === null
        ? { ...request, pool: poolOf(settings.scope(), request.source) }
        : request;
    return {
      ...all,
      send: async (request, options) => {
        const isOff = cookies.keeping() === 'off';
        if (!isOff) await cookies.ready();
        return all.send(placed(isOff ? { ...request, noCookieJar: true } : request), options);
      },
      forecast: (request) => all.forecast(placed(request)),
    };
  };
  const listeners = vscode.Disposable.from(
    settings.onDidChange(() => {
      clients?.changeSettings(settings.read());
      changed.fire();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
      for (const { uri } of removed) void clients?.closePool(folderPool(uri));
    }),
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

/** Null for the window's own pool, which serves files outside any folder, too. */
function poolOf(scope: PoolScope, { file, name, line }: RequestSource): string | null {
  if (scope === 'workspace') return null;
  if (scope === 'file') return `file ${file}`;
  if (scope === 'request') return `request ${file} ${name ?? String(line)}`;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(file));
  return folder === undefined ? null : folderPool(folder.uri);
}

function folderPool(folder: vscode.Uri): string {
  return `folder ${folder.toString()}`;
}
