/** A witness that speaks HTTP/1.1 on a raw socket, with TLS or without. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import tls from 'node:tls';
import type { KeyPair } from '../support/certificates.ts';
import { requestReader, type RequestHead } from '../support/requestReader.ts';
import {
  askedFor,
  isEnded,
  witnessed,
  type Arrival,
  type Deed,
  type Witness,
  type Witnessed,
} from './witness.ts';

/** One connection as its acts see it. */
type Line = {
  readonly seen: Witnessed;
  readonly stream: net.Socket;
  readonly raw: net.Socket;
};

export async function startHttp1Witness(certificate: KeyPair | null): Promise<Witness> {
  const connections: Witnessed[] = [];
  const lines = new Map<number, Line>();
  let origin = '';
  const secure = tls.createServer({ ...certificate }, (stream) => {
    const line = lines.get(stream.remotePort ?? 0);
    if (line !== undefined) void serve({ ...line, stream });
  });
  secure.on('tlsClientError', () => undefined);
  const server = net.createServer({ noDelay: true }, (raw) => {
    const seen = witnessed(origin, raw);
    connections.push(seen);
    lines.set(seen.port, { seen, stream: raw, raw });
    if (certificate === null) void serve({ seen, stream: raw, raw });
    else secure.emit('connection', raw);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http${certificate === null ? '' : 's'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
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

async function serve(line: Line): Promise<void> {
  line.stream.on('error', () => undefined);
  const reader = requestReader(line.stream);
  for (let head = await reader.head(); head !== null; head = await reader.head()) {
    const arrival = arrivalOf(line.seen, head);
    line.seen.arrivals.push(arrival);
    await reader.body();
    if (!arrival.late) await act(line, arrival, askedFor(head.target).ms);
  }
}

function arrivalOf(seen: Witnessed, { method, target, headers }: RequestHead): Arrival {
  const { id, act } = askedFor(target);
  const asksToClose = headers.get('connection') === 'close';
  return { id, act, method, asksToClose, late: isEnded(seen), answered: false };
}

async function act(line: Line, arrival: Arrival, ms: number): Promise<void> {
  const { seen, stream, raw } = line;
  const body = String(arrival.id);
  const length = `Content-Length: ${body.length}\r\n\r\n`;
  const answer = async (text: string): Promise<void> => {
    seen.lastAnsweredAtMs = performance.now();
    arrival.answered = true;
    await write(stream, text);
  };
  const end = (what: Deed['what'], idle = false): void => {
    seen.deeds.push({ what, arrivals: seen.arrivals.length, idle });
    if (what === 'fin') stream.end();
    else if (what === 'reset') raw.resetAndDestroy();
  };
  switch (arrival.act) {
    case 'slow':
      await delay(ms);
      await answer(`HTTP/1.1 200 OK\r\n${length}${body}`);
      return;
    case 'chunked': {
      const size = body.length.toString(16);
      await answer(
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${size}\r\n${body}\r\n0\r\n\r\n`,
      );
      return;
    }
    case 'close':
    case 'close-left-open':
      await answer(`HTTP/1.1 200 OK\r\nConnection: close\r\n${length}${body}`);
      if (arrival.act === 'close') end('fin');
      return;
    case 'http-1.0':
      await answer(`HTTP/1.0 200 OK\r\n${length}${body}`);
      return;
    case 'until-end':
      await answer(`HTTP/1.1 200 OK\r\n\r\n${body}`);
      end('fin');
      return;
    case 'excess':
      await answer(`HTTP/1.1 200 OK\r\n${length}${body} and more`);
      return;
    case 'fin':
    case 'reset':
      end(arrival.act);
      return;
    case 'half-fin':
    case 'half-reset':
      await write(stream, `HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n${body}`);
      // A reset may throw away what has not been read.
      await delay(15);
      end(arrival.act === 'half-fin' ? 'fin' : 'reset');
      return;
    case 'half-stall':
      await write(stream, `HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n${body}`);
      return;
    case 'garbage':
      await write(stream, '\u0000\u0001 this is no HTTP at all\r\n\r\n');
      return;
    case 'stall':
      return;
    case 'idle-fin':
    case 'idle-reset':
    case 'idle-bytes': {
      await answer(`HTTP/1.1 200 OK\r\n${length}${body}`);
      const arrivals = seen.arrivals.length;
      const what = ({ 'idle-fin': 'fin', 'idle-reset': 'reset', 'idle-bytes': 'bytes' } as const)[
        arrival.act
      ];
      setTimeout(() => {
        // As with any server, a request that comes in time is served.
        if (seen.arrivals.length > arrivals || seen.closedAtMs !== null) return;
        end(what, true);
        if (what === 'bytes') stream.write('by the way');
      }, ms);
      return;
    }
    default:
      await answer(`HTTP/1.1 200 OK\r\n${length}${body}`);
  }
}

function write(stream: net.Socket, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}
