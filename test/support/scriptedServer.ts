/**
 * A server on a raw socket that behaves, and misbehaves, on command.
 *
 * Each request says by its path what is to be done with it: see `behaviours.ts`.
 * `?on=N` keeps the misbehaviour for the Nth request of a connection; the others are answered well.
 * What the server saw is the test's independent witness of which connection was reused.
 */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { atLeast } from './atLeast.ts';
import { behaviours, ok } from './behaviours.ts';
import type { KeyPair } from './certificates.ts';
import { requestReader, type RequestHead } from './requestReader.ts';
import { until } from './until.ts';

export type ServerOptions = {
  /** Speak TLS with this certificate. */
  readonly tls?: KeyPair;
  /** How long to keep the first byte of the TLS handshake waiting; `Infinity` never answers it. */
  readonly handshakeDelayMs?: number;
  readonly host?: string;
  /** What `?ms=N` after an answer waits for instead: that `quiet` is called, when the answer has been read. */
  readonly idleUntilQuiet?: boolean;
};

export type ScriptedServer = {
  readonly port: number;
  readonly origin: string;
  /** TCP connections in the order in which they were accepted. */
  readonly connections: readonly ServedConnection[];
  /** TLS handshakes done, the resumed ones included. */
  readonly handshakes: number;
  readonly resumed: number;
  /** For each connection the paths it was asked for. */
  served(): string[][];
  /** Resolves when no behaviour is at work any more, such as one that closes a while after its answer. */
  quiet(): Promise<void>;
  dispose(): Promise<void>;
};

export type ServedConnection = {
  /** The client's port: the same number as the `localPort` the client tells of. */
  readonly remotePort: number;
  readonly requests: readonly SeenRequest[];
  /** Whether the client has closed its side, by FIN or RST. */
  readonly closedByClient: boolean;
  readonly isOpen: boolean;
};

export type SeenRequest = RequestHead & {
  /** On its connection, from 1. */
  readonly index: number;
  /** Null until all of it is there. */
  readonly body: Buffer | null;
};

type Connection = { -readonly [key in keyof ServedConnection]: ServedConnection[key] } & {
  requests: { -readonly [key in keyof SeenRequest]: SeenRequest[key] }[];
};

export async function startServer(options: ServerOptions = {}): Promise<ScriptedServer> {
  const { handshakeDelayMs = 0, host = '127.0.0.1' } = options;
  const connections: Connection[] = [];
  const sockets = new Map<number, net.Socket>();
  const stopped = new AbortController();
  let handshakes = 0;
  let resumed = 0;
  let atWork = 0;
  let becomeQuiet = (): void => undefined;
  let quietAsked = new Promise<void>((resolve) => {
    becomeQuiet = resolve;
  });

  const secure = tls.createServer({ ...options.tls }, (socket) => {
    handshakes++;
    if (socket.isSessionReused()) resumed++;
    void serve(socket);
  });
  // A client that refuses the certificate is part of the play.
  secure.on('tlsClientError', () => undefined);

  const server = net.createServer({ noDelay: true }, (socket) => {
    const remotePort = socket.remotePort ?? 0;
    connections.push({ remotePort, requests: [], closedByClient: false, isOpen: true });
    sockets.set(remotePort, socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(remotePort);
      connectionOf(remotePort).isOpen = false;
    });
    if (!options.tls) void serve(socket);
    else if (handshakeDelayMs === 0) secure.emit('connection', socket);
    else if (handshakeDelayMs < Infinity) {
      void atLeast(handshakeDelayMs, stopped.signal).then(
        () => secure.emit('connection', socket),
        () => undefined,
      );
    }
  });

  function connectionOf(remotePort: number): Connection {
    const found = connections.findLast((connection) => connection.remotePort === remotePort);
    if (!found) throw new Error(`No connection from port ${String(remotePort)}`);
    return found;
  }

  async function serve(stream: net.Socket): Promise<void> {
    const connection = connectionOf(stream.remotePort ?? 0);
    const raw = sockets.get(connection.remotePort) ?? stream;
    for (const event of ['end', 'error']) {
      stream.on(event, () => {
        connection.closedByClient = true;
      });
    }
    const reader = requestReader(stream);
    for (let head = await reader.head(); head; head = await reader.head()) {
      const request = {
        ...head,
        index: connection.requests.length + 1,
        body: null as Buffer | null,
      };
      connection.requests.push(request);
      const only = head.query.get('on');
      const behave = only && Number(only) !== request.index ? ok : (behaviours[head.path] ?? ok);
      atWork++;
      await behave({
        request,
        number: (name, otherwise) => Number(request.query.get(name) ?? otherwise),
        body: async () => (request.body ??= await reader.body()),
        write: (data) =>
          new Promise((resolve) => {
            stream.write(data, () => {
              resolve();
            });
          }),
        // Ends with the server, so that no timer outlives the server.
        wait: (ms) => atLeast(ms, stopped.signal).catch(() => undefined),
        idle: (ms) =>
          options.idleUntilQuiet === true
            ? quietAsked
            : atLeast(ms, stopped.signal).catch(() => undefined),
        pause: () => stream.pause(),
        fin: () => stream.end(),
        reset: () => raw.resetAndDestroy(),
      });
      atWork--;
    }
  }

  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`,
    connections,
    get handshakes() {
      return handshakes;
    },
    get resumed() {
      return resumed;
    },
    served: () => connections.map(({ requests }) => requests.map(({ path }) => path)),
    quiet: () => {
      becomeQuiet();
      quietAsked = new Promise<void>((resolve) => {
        becomeQuiet = resolve;
      });
      return until('the server is quiet', () => atWork === 0);
    },
    async dispose() {
      stopped.abort();
      for (const socket of sockets.values()) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
