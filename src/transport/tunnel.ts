/** From a socket to the proxy to one that speaks with the target. */
import type net from 'node:net';
import type { Proxy, Target } from './connection.ts';
import { httpTunnel } from './httpTunnel.ts';
import { ProxyError } from './proxyError.ts';
import { socks5 } from './socks5.ts';
import type { Tell } from './wireEvent.ts';

/** Rejects with a `ProxyError`. */
export async function tunnel(
  socket: net.Socket,
  proxy: Proxy,
  target: Target,
  tell?: Tell,
): Promise<void> {
  const to = target.connectTo ?? target;
  const through = proxy.kind === 'socks5' ? socks5 : httpTunnel;
  try {
    await through(socket, proxy.credentials, to, tell);
  } catch (error) {
    if (error instanceof ProxyError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ProxyError('proxy-refused', `It ${detail}`);
  }
}
