/** A scenario sent by us, with curl's limits and curl's rule for stale connections. */
import { createClient } from '../../src/client/client.ts';
import { noProxy } from '../../src/client/proxySettings.ts';
import { defaultSettings, type ClientSettings } from '../../src/client/settings.ts';
import type { ResolvedRequest } from '../../src/request/resolvedRequest.ts';
import { ready } from '../unit/request/resolving.ts';
import { askOf, type Ask, type Scenario, type Transfer } from './scenario.ts';
import type { Stage } from './stage.ts';
import { caFor, clientCertificate, pinnedKeys } from './tlsFiles.ts';

/** The cache of curl's easy interface, and `Curl_retry_request`. */
const asCurl = { maxIdleConnections: 5, retryStale: 'all' } as const;

export async function sendByUs(stage: Stage, { steps, parallel }: Scenario): Promise<Transfer[]> {
  const client = createClient({ ...defaultSettings, ...asCurl });
  const transfers: Transfer[] = [];
  const running: Promise<Transfer>[] = [];
  let settings = '';
  const send = async (request: ResolvedRequest): Promise<Transfer> => {
    const { hops, failure } = await client.send(request);
    const { localPort = 0, id = 0 } = hops.at(-1)?.connection ?? {};
    // As curl counts: over the whole transfer.
    const reused = hops.every(({ connection }) => connection?.reused === true);
    // A Unix socket has no port.
    return { reused, localPort: localPort || id, failed: failure !== null };
  };
  for (const step of steps) {
    const ask = askOf(step);
    if (ask === null) {
      await stage.quiet();
      continue;
    }
    const wanted = await settingsOf(stage, ask);
    if (JSON.stringify(wanted) !== settings) client.changeSettings(wanted);
    settings = JSON.stringify(wanted);
    const request = await requestOf(stage, ask);
    if (parallel) running.push(send(request));
    else transfers.push(await send(request));
  }
  transfers.push(...(await Promise.all(running)));
  await client.dispose();
  return transfers;
}

async function settingsOf(stage: Stage, ask: Ask): Promise<ClientSettings> {
  const { proxy, clientCertificate: name, pinned, ciphers = null } = ask;
  const url = proxy === undefined ? null : await stage.fill(proxy);
  return {
    ...defaultSettings,
    ...asCurl,
    extraCa: [await caFor(ask)],
    clientCertificates: name === undefined ? {} : { '127.0.0.1': await clientCertificate(name) },
    ciphers,
    pinnedKeys: pinned === undefined ? {} : { '127.0.0.1': await pinnedKeys(pinned) },
    proxy: url === null ? noProxy : { ...noProxy, http: url, https: url },
  };
}

/** Written as in a file, so that parsing and resolving have their say. */
async function requestOf(stage: Stage, ask: Ask): Promise<ResolvedRequest> {
  const { method = 'GET', url, headers = [], body, httpVersion, connectTo, unixSocket } = ask;
  const lines = [
    ...(ask.insecure ? ['# @insecure'] : []),
    ...(connectTo === undefined ? [] : [`# @connect-to ${await stage.fill(connectTo)}`]),
    `${method} ${await stage.fill(url)}${httpVersion === undefined ? '' : ` HTTP/${httpVersion}`}`,
    ...headers,
    ...(ask.auth === undefined ? [] : ['Authorization: Digest user secret']),
    ...(typeof body === 'string' ? ['', body] : []),
  ];
  return {
    ...ready(lines.join('\n')),
    ...(typeof body === 'number' ? { body: Buffer.alloc(body, 'x') } : {}),
    ...(unixSocket === undefined ? {} : { unixSocket: await stage.fill(unixSocket) }),
  };
}
