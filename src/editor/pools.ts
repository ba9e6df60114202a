/**
 * The window's one client and its pool. Making it costs nothing: sockets and undici come with the
 * first send. A changed setting retires it, and the next use makes another.
 */
import * as vscode from 'vscode';
import { createClient } from '../client/client.ts';
import type { Client } from '../client/client.ts';
import type { Settings } from './settings.ts';

export type Pools = {
  readonly onDidChange: vscode.Event<void>;
  /** The client to send with and to ask for forecasts. */
  client(): Client;
  /** Closes every connection; resolves when the last one is closed. */
  dispose(): Promise<void>;
};

export function createPools(settings: Settings): Pools {
  const changed = new vscode.EventEmitter<void>();
  const clients = new Set<Client>();
  let current: Client | null = null;

  function made(): Client {
    const client = createClient(settings.read(), { poolName: 'workspace' });
    clients.add(client);
    client.onDidChange(() => {
      changed.fire();
    });
    return client;
  }

  function retire(): void {
    if (current === null) return;
    const client = current;
    current = null;
    whenQuiet(client, () => {
      clients.delete(client);
      void client.dispose();
    });
    changed.fire();
  }

  const listener = settings.onDidChange(retire);
  return {
    onDidChange: changed.event,
    client: () => (current ??= made()),
    async dispose() {
      listener.dispose();
      await Promise.all([...clients].map((client) => client.dispose()));
      changed.dispose();
    },
  };
}

/** Calls back once nothing is being sent any more: what has begun comes to its end. */
function whenQuiet(client: Client, then: () => void): void {
  const isQuiet = (): boolean =>
    client.snapshot().connections.every(({ state }) => state === 'idle');
  if (isQuiet()) {
    then();
    return;
  }
  const stop = client.onDidChange(() => {
    if (!isQuiet()) return;
    stop();
    then();
  });
}
