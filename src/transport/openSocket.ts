/**
 * Opens a socket in steps that can be timed apart: DNS, TCP, TLS.
 * Node's own `lookup` event comes once per address and never for a literal one,
 * so the name is looked up first, and the addresses are handed to happy eyeballs (RFC 8305).
 */
import dns from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';
import type { EnterPhase, Target, WireFailure } from './connection.ts';
import { openFailure, type OpenStep } from './openFailure.ts';
import type { Stop } from './stop.ts';
import { keepSession, sessionFor } from './tlsSessions.ts';

export type Socket = net.Socket | tls.TLSSocket;

export type SocketOutcome =
  | { readonly kind: 'opened'; readonly socket: Socket }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

/** How often the kernel asks an idle peer whether it is still there; curl's interval is 60 s too. */
const tcpKeepAliveMs = 60_000;

export async function openSocket(
  target: Target,
  stop: Stop,
  enter: EnterPhase,
): Promise<SocketOutcome> {
  const limit = limitTime(target.connectTimeoutMs, stop);
  let step: OpenStep = 'dns';
  let raw: net.Socket | undefined;
  try {
    let addresses: readonly Address[] | null = null;
    if (net.isIP(target.host) === 0) {
      enter('dns');
      addresses = await limit.race(dns.lookup(target.host, { all: true }));
    }
    step = 'tcp';
    enter('tcp');
    raw = new net.Socket();
    await limit.race(connect(raw, target, addresses));
    if (target.tls === null) return { kind: 'opened', socket: raw };
    step = 'tls';
    enter('tls');
    return { kind: 'opened', socket: await limit.race(secure(raw, target, target.tls)) };
  } catch (error) {
    raw?.destroy();
    return { kind: 'failed', failure: limit.failure() ?? openFailure(error, step) };
  } finally {
    limit.dispose();
  }
}

type Address = { readonly address: string; readonly family: number };

function connect(
  socket: net.Socket,
  target: Target,
  addresses: readonly Address[] | null,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays on for the socket's life: an error must never be without a listener.
    socket.on('error', reject);
    socket.once('connect', resolve);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, tcpKeepAliveMs);
    socket.connect({
      host: target.host,
      port: target.port,
      autoSelectFamily: true,
      ...(addresses === null ? {} : { lookup: known(addresses) }),
    });
  });
}

/** A lookup that answers with what is known already. */
function known(addresses: readonly Address[]): net.LookupFunction {
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
  };
}

function secure(
  socket: net.Socket,
  { host, port }: Target,
  { verify, extraCa }: NonNullable<Target['tls']>,
): Promise<tls.TLSSocket> {
  const key = JSON.stringify([host, port, verify, extraCa]);
  const session = sessionFor(key);
  return new Promise((resolve, reject) => {
    const secured = tls.connect({
      socket,
      host,
      // SNI takes names only (RFC 6066, section 3).
      servername: net.isIP(host) === 0 ? host : '',
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: verify,
      ...(session === undefined ? {} : { session }),
      ...(extraCa.length === 0 ? {} : { secureContext: contextWith(extraCa) }),
    });
    secured.on('error', reject);
    secured.on('session', (fresh: Buffer) => {
      keepSession(key, fresh);
    });
    secured.once('secureConnect', () => {
      resolve(secured);
    });
  });
}

/** Reading the root certificates takes milliseconds, so one context serves all who add the same. */
let cachedContext: { readonly ca: readonly string[]; readonly context: tls.SecureContext } | null =
  null;

function contextWith(extraCa: readonly string[]): tls.SecureContext {
  if (cachedContext?.ca !== extraCa) {
    const ca = [...tls.getCACertificates('default'), ...extraCa];
    cachedContext = { ca: extraCa, context: tls.createSecureContext({ ca }) };
  }
  return cachedContext.context;
}

/** Races each step against the connect timeout and against the send being stopped. */
function limitTime(timeoutMs: number, stop: Stop) {
  let failure: WireFailure | null = null;
  let cut: (() => void) | undefined;
  const isCut = new Promise<never>((_resolve, reject) => {
    cut = () => {
      reject(new Error('stopped'));
    };
  });
  isCut.catch(() => undefined);
  const end = (code: 'connect-timeout' | 'timeout' | 'aborted', limit: number | null): void => {
    failure ??= { code, detail: '', addresses: [], limit };
    cut?.();
  };
  const timer =
    timeoutMs > 0 ? setTimeout(end, timeoutMs, 'connect-timeout', timeoutMs) : undefined;
  const forget = stop.onStop(() => {
    end(stop.cause ?? 'aborted', null);
  });
  return {
    race: <T>(step: Promise<T>): Promise<T> => Promise.race([step, isCut]),
    failure: () => failure,
    dispose: () => {
      clearTimeout(timer);
      forget();
    },
  };
}
