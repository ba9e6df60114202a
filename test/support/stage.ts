/** A scripted server and a client of its own, set up and taken down around one test. */
import type { TestContext } from 'node:test';
import { createClient, type Client } from '../../src/client/client.ts';
import type { Exchange } from '../../src/client/exchange.ts';
import { defaultSettings, type ClientSettings } from '../../src/client/settings.ts';
import type { ResolvedRequest } from '../../src/request/resolvedRequest.ts';
import { certificates } from './certificates.ts';
import { requestTo } from './requestTo.ts';
import { startServer, type ScriptedServer, type ServerOptions } from './scriptedServer.ts';

export type Stage = {
  readonly server: ScriptedServer;
  /** Counts its connections from #1 and trusts the test authority. */
  readonly client: Client;
  readonly send: (
    path: string,
    changes?: Partial<ResolvedRequest>,
    signal?: AbortSignal,
  ) => Promise<Exchange>;
};

export async function stage(
  t: TestContext,
  options: ServerOptions & { readonly settings?: Partial<ClientSettings> } = {},
): Promise<Stage> {
  const server = await startServer(options);
  t.after(() => server.dispose());
  const client = await clientFor(t, options.settings);
  return {
    server,
    client,
    send: (path, changes, signal) =>
      client.send(requestTo(server.origin + path, changes), { signal }),
  };
}

export async function clientFor(
  t: TestContext,
  settings: Partial<ClientSettings> = {},
): Promise<Client> {
  const { ca } = await certificates();
  let lastId = 0;
  const client = createClient(
    { ...defaultSettings, extraCa: [ca], ...settings },
    { nextConnectionId: () => (lastId += 1) },
  );
  t.after(() => client.dispose());
  return client;
}

/**
 * The story of each hop in one line, for comparing:
 * `#1 new: first-request · 200 · kept`, `#1 reused · connection-reset in wait · receive-error`.
 */
export function story({ hops }: Exchange): string[] {
  return hops.map(({ connection, response, failure }) => {
    const opened = connection?.openedBecause?.code ?? null;
    const use = opened === null ? 'reused' : `new: ${opened}`;
    const outcome = failure
      ? `${failure.code} in ${String(failure.phase)}`
      : String(response?.status);
    if (connection === null) return outcome;
    return `#${String(connection.id)} ${use} · ${outcome} · ${connection.closedBecause?.code ?? 'kept'}`;
  });
}
