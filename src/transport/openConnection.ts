/** Target → a connection that stands, or why it does not. The door of this room. */
import type { Client } from 'undici';
import { bodies, type Bodies } from './bodies.ts';
import type { Endpoint, EnterPhase, OpenOutcome, Target, TlsOptions } from './connection.ts';
import { http1 } from './http1.ts';
import { http2 } from './http2.ts';
import { networkAddresses } from './networkAddresses.ts';
import { openSocket, type Socket } from './openSocket.ts';
import type { Stop } from './stop.ts';
import { prepareContext } from './tlsContexts.ts';
import type { Tell } from './wireEvent.ts';

/** Opens connections. */
export type Transport = {
  /** Of this machine, as a text to compare. */
  readonly networkAddresses: () => string;
  /** What takes long the first time, such as reading certificates: ahead of the phases that are measured. */
  readonly prepare: (tls: TlsOptions) => void;
  readonly bodies: Bodies;
  /** `tell` hears of the connection as long as it lives. */
  readonly open: (
    target: Target,
    stop: Stop,
    enter: EnterPhase,
    tell?: Tell,
  ) => Promise<OpenOutcome>;
};

/** Loads undici. */
export async function loadTransport(): Promise<Transport> {
  const { Client } = await import('undici');
  return transport(Client);
}

function transport(client: typeof Client): Transport {
  return {
    networkAddresses,
    prepare: prepareContext,
    bodies,
    open: async (target, stop, enter, tell) => {
      const outcome = await openSocket(target, stop, enter, tell);
      if (outcome.kind === 'failed') return outcome;
      const { socket, passedBy } = outcome;
      const protocol = protocolOf(socket, target);
      const endpoint = endpointOf(socket, protocol, target, passedBy);
      const origin = originOf(target);
      const connection =
        protocol === 'h2'
          ? http2(origin, socket, endpoint, target.upkeep, tell)
          : http1(client, origin, socket, endpoint);
      return { kind: 'opened', connection };
    },
  };
}

function originOf({ scheme, host, port }: Target): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

function protocolOf(socket: Socket, { httpVersion }: Target): Endpoint['protocol'] {
  if (httpVersion === '2-prior-knowledge') return 'h2';
  return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2' ? 'h2' : 'http/1.1';
}

function endpointOf(
  socket: Socket,
  protocol: Endpoint['protocol'],
  { unixSocket }: Target,
  passedBy: readonly string[],
): Endpoint {
  const secured = 'getProtocol' in socket ? socket : null;
  return {
    remoteAddress: unixSocket ?? socket.remoteAddress ?? '',
    remotePort: socket.remotePort ?? 0,
    localPort: socket.localPort ?? 0,
    passedBy,
    protocol,
    tlsVersion: secured?.getProtocol() ?? null,
    tlsCipher: secured?.getCipher().standardName ?? null,
    tlsResumed: secured?.isSessionReused() ?? null,
  };
}
