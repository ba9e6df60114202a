/** A witness that speaks HTTP/2 over TLS. */
import { once } from 'node:events';
import http2 from 'node:http2';
import type net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { KeyPair } from '../support/certificates.ts';
import {
  askedFor,
  isEnded,
  witnessed,
  type Arrival,
  type Deed,
  type Witness,
  type Witnessed,
} from './witness.ts';

const { NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM } = http2.constants;

type Line = { readonly seen: Witnessed; readonly raw: net.Socket };

export async function startHttp2Witness(
  certificate: KeyPair,
  maxConcurrentStreams: number,
): Promise<Witness> {
  const lines = new Map<number, Line>();
  const connections: Witnessed[] = [];
  let origin = '';
  const server = http2.createSecureServer({ ...certificate, settings: { maxConcurrentStreams } });
  server.on('connection', (raw: net.Socket) => {
    const seen = witnessed(origin, raw);
    connections.push(seen);
    lines.set(seen.port, { seen, raw });
  });
  server.on('session', (session) => session.on('error', () => undefined));
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    stream.resume();
    const line = lines.get(stream.session?.socket.remotePort ?? 0);
    if (line === undefined) throw new Error('A stream without a connection');
    const { seen } = line;
    const { id, act: what, ms } = askedFor(headers[':path'] ?? '/');
    const arrival: Arrival = {
      id,
      act: what,
      method: headers[':method'] ?? '',
      asksToClose: false,
      // After its GOAWAY a server looks at no new stream either.
      late: isEnded(seen) || seen.deeds.some((deed) => deed.what === 'goaway'),
      answered: false,
    };
    seen.arrivals.push(arrival);
    if (!arrival.late) act(line, stream, arrival, ms);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    connections,
    async dispose() {
      for (const { raw } of lines.values()) raw.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function act(
  { seen, raw }: Line,
  stream: http2.ServerHttp2Stream,
  arrival: Arrival,
  ms: number,
): void {
  const { session } = stream;
  const body = String(arrival.id);
  const answer = (): void => {
    if (stream.destroyed || isEnded(seen)) return;
    seen.lastAnsweredAtMs = performance.now();
    arrival.answered = true;
    stream.respond({ ':status': 200, 'content-length': String(body.length) });
    stream.end(body);
  };
  const did = (what: Deed['what'], idle: boolean): void => {
    seen.deeds.push({ what, arrivals: seen.arrivals.length, idle });
  };
  const end = (what: 'fin' | 'reset', idle = false): void => {
    // Its socket may outlive it for a moment.
    if (session === undefined || session.destroyed) return;
    did(what, idle);
    if (what === 'fin') session.socket.destroySoon();
    else raw.resetAndDestroy();
  };
  const sayGoaway = (idle = false): void => {
    if (session === undefined || session.destroyed) return;
    did('goaway', idle);
    // `session.goaway` would leave a connection that nobody reads any more: nghttp2 is done with it, and Node does not drop it.
    session.close();
  };
  switch (arrival.act) {
    case 'slow':
      setTimeout(answer, ms);
      return;
    case 'short':
      stream.respond({ ':status': 200, 'content-length': '100' });
      stream.write(body, () => stream.close(NGHTTP2_INTERNAL_ERROR));
      return;
    case 'reset-stream':
      stream.close(NGHTTP2_INTERNAL_ERROR);
      return;
    case 'refuse':
      stream.close(NGHTTP2_REFUSED_STREAM);
      return;
    case 'stall':
      return;
    case 'fin':
    case 'reset':
      end(arrival.act);
      return;
    case 'goaway':
      sayGoaway();
      answer();
      return;
    case 'goaway-and-fin':
      sayGoaway();
      end('fin');
      return;
    case 'idle-fin':
    case 'idle-reset':
    case 'idle-goaway': {
      answer();
      const arrivals = seen.arrivals.length;
      const what = ({ 'idle-fin': 'fin', 'idle-reset': 'reset', 'idle-goaway': null } as const)[
        arrival.act
      ];
      setTimeout(() => {
        const isServing = seen.arrivals.some(({ answered, late }) => !answered && !late);
        if (seen.arrivals.length > arrivals || isServing || seen.closedAtMs !== null) return;
        if (what === null) sayGoaway(true);
        else end(what, true);
      }, ms);
      return;
    }
    default:
      answer();
  }
}
