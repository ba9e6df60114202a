/** What a server saw and did, connection by connection: what our own account is held against. */
import type net from 'node:net';

/** What a server does with a request, or to its connection after it. */
export type Act = (typeof http1Acts)[number] | (typeof http2Acts)[number];

export const http1Acts = [
  'ok',
  'slow',
  'chunked',
  'close',
  'close-left-open',
  'http-1.0',
  'until-end',
  'excess',
  'fin',
  'reset',
  'half-fin',
  'half-reset',
  'half-stall',
  'garbage',
  'stall',
  'idle-fin',
  'idle-reset',
  'idle-bytes',
] as const;

export const http2Acts = [
  'ok',
  'slow',
  'short',
  'reset-stream',
  'refuse',
  'stall',
  'fin',
  'reset',
  'goaway',
  'goaway-and-fin',
  'idle-fin',
  'idle-reset',
  'idle-goaway',
] as const;

/** Something done to a whole connection; `arrivals` had come by then. */
export type Deed = {
  readonly what: 'fin' | 'reset' | 'bytes' | 'goaway';
  readonly arrivals: number;
  /** Nobody was being served. */
  readonly idle: boolean;
};

export type Arrival = {
  readonly id: number;
  readonly act: Act;
  readonly method: string;
  readonly asksToClose: boolean;
  /** It came when the server had ended the connection already, and is not looked at. */
  readonly late: boolean;
  /** All of the answer was handed to the socket. */
  answered: boolean;
};

export type Witnessed = {
  readonly origin: string;
  /** The client's port. */
  readonly port: number;
  /** On the clock of `performance.now()`, as are the other moments. */
  readonly openedAtMs: number;
  readonly arrivals: Arrival[];
  readonly deeds: Deed[];
  lastAnsweredAtMs: number;
  /** When the socket was closed for good; null while it is open. */
  closedAtMs: number | null;
};

export type Witness = {
  readonly origin: string;
  readonly connections: readonly Witnessed[];
  dispose(): Promise<void>;
};

export function witnessed(origin: string, socket: net.Socket): Witnessed {
  const connection: Witnessed = {
    origin,
    port: socket.remotePort ?? 0,
    openedAtMs: performance.now(),
    arrivals: [],
    deeds: [],
    lastAnsweredAtMs: performance.now(),
    closedAtMs: null,
  };
  socket.on('error', () => undefined);
  socket.on('close', () => {
    connection.closedAtMs = performance.now();
  });
  return connection;
}

/** No more is served on it. */
export function isEnded({ deeds }: Witnessed): boolean {
  return deeds.some(({ what }) => what === 'fin' || what === 'reset');
}

/** What a request asks for by its path: `/ID/ACT?ms=N`. */
export function askedFor(target: string): { id: number; act: Act; ms: number } {
  const { pathname, searchParams } = new URL(target, 'http://test');
  const [, id, act] = pathname.split('/');
  return { id: Number(id), act: act as Act, ms: Number(searchParams.get('ms')) };
}
