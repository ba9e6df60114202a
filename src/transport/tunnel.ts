/** From a socket to the proxy to one that speaks with the target. */
import type net from 'node:net';
import type { Proxy, Target } from './connection.ts';
import { httpTunnel, type TunnelOutcome } from './httpTunnel.ts';
import { ProxyError } from './proxyError.ts';
import { socks5 } from './socks5.ts';
import type { Tell } from './wireEvent.ts';

/** Rejects with a `ProxyError`. */
export async function tunnel(
  socket: net.Socket,
  proxy: Proxy,
  target: Target,
  tell?: Tell,
): Promise<TunnelOutcome> {
  const to = target.connectTo ?? target;
  try {
    if (proxy.kind !== 'socks5') return await httpTunnel(socket, proxy.authorize, to, tell);
    await socks5(socket, proxy.credentials, to, tell);
    return 'open';
  } catch (error) {
    if (error instanceof ProxyError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ProxyError('proxy-refused', `It ${detail}`);
  }
}
