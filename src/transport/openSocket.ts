/** Opens a socket in steps that are timed apart: DNS, TCP, proxy, TLS. */
import net from 'node:net';
import type tls from 'node:tls';
import type { EnterPhase, Proxy, Target, WireFailure } from './connection.ts';
import { describeTls } from './describeTls.ts';
import { openFailure, type OpenStep } from './openFailure.ts';
import { secure } from './secure.ts';
import type { Stop } from './stop.ts';
import {
  connect,
  isOfFamily,
  lookUp,
  loopbackOf,
  needsLookup,
  passedBy,
  type Peer,
} from './tcp.ts';
import { limitTime } from './timeLimit.ts';
import { ProxyError } from './proxyError.ts';
import { tunnel } from './tunnel.ts';
import type { Tell } from './wireEvent.ts';

export type Socket = net.Socket | tls.TLSSocket;

export type SocketOutcome =
  | {
      readonly kind: 'opened';
      readonly socket: Socket;
      /** Addresses that were tried in vain, or that were slower. */
      readonly passedBy: readonly string[];
    }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export async function openSocket(
  target: Target,
  stop: Stop,
  enter: EnterPhase,
  tell?: Tell,
): Promise<SocketOutcome> {
  const limit = limitTime(target.connectTimeoutMs, stop);
  let raw = new net.Socket();
  let step: OpenStep = 'dns';
  const begin = (phase: OpenStep): void => {
    step = phase;
    enter(phase);
  };
  /** To the target, or to the proxy that leads to it. */
  const reach = async (peer: Peer, proxy: Proxy | null): Promise<Socket> => {
    begin('tcp');
    await limit.race(connect(raw, peer, tell));
    if (!proxy?.tls) return raw;
    enter('proxy');
    step = 'tls';
    const { host, port, tls } = proxy;
    const secured = await limit.race(secure(raw, host, port, tls, ['http/1.1']));
    tell?.(describeTls(host, secured, tls.verify));
    return secured;
  };
  try {
    const peer = await limit.race(peerOf(target, begin, tell));
    const { proxy } = target;
    let socket = await reach(peer, proxy);
    while (proxy?.tunnels === true) {
      begin('proxy');
      if ((await limit.race(tunnel(socket, proxy, target, tell))) === 'open') break;
      raw.destroy();
      raw = new net.Socket();
      socket = await reach(peer, proxy);
    }
    if (target.tls !== null) {
      begin('tls');
      const alpn = target.httpVersion === '1.1' ? ['http/1.1'] : ['h2', 'http/1.1'];
      const { host, port, tls } = target;
      const secured = await limit.race(secure(socket, host, port, tls, alpn));
      tell?.(describeTls(host, secured, tls.verify));
      socket = secured;
    }
    return { kind: 'opened', socket, passedBy: passedBy(raw) };
  } catch (error) {
    raw.destroy();
    return { kind: 'failed', failure: limit.failure() ?? failureOf(error, step, target) };
  } finally {
    limit.dispose();
  }
}

function failureOf(error: unknown, step: OpenStep, { proxy }: Target): WireFailure {
  if (error instanceof ProxyError) return error.failure;
  const failure = openFailure(error, step);
  const refused = proxy !== null && failure.code === 'connection-refused';
  return refused ? { ...failure, code: 'proxy-refused' } : failure;
}

async function peerOf(target: Target, begin: (step: OpenStep) => void, tell?: Tell): Promise<Peer> {
  if (target.unixSocket !== null) return { path: target.unixSocket };
  const { host, port } = target.proxy ?? target.connectTo ?? target;
  const { localAddress } = target;
  const loopback = loopbackOf(host, target);
  if (loopback !== null) return { host, port, addresses: loopback, localAddress };
  if (!needsLookup(host)) {
    // Nobody is asked for it, so this is no phase.
    if (!isOfFamily(host, target)) throw noneOfFamily(host);
    return { host, port, addresses: null, localAddress };
  }
  begin('dns');
  const addresses = await lookUp(host, target);
  tell?.({ kind: 'resolved', host, addresses: addresses.map(({ address }) => address) });
  return { host, port, addresses, localAddress };
}

/** As the resolver says it of a name that has none. */
function noneOfFamily(host: string): Error {
  return Object.assign(new Error(`${host} is an address of the other IP version`), {
    code: 'ENOTFOUND',
  });
}
