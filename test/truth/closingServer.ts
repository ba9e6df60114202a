/**
 * A server in a process of its own that answers and, `?close=MS` later, closes: whatever comes just then is its bad luck.
 * It counts the requests it reads, answered or not, by their path.
 */
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { KeyPair } from '../support/certificates.ts';
import { requestReader } from '../support/requestReader.ts';

const certificate = JSON.parse(process.argv[2] ?? 'null') as KeyPair | null;
const arrivals = new Map<string, number>();

async function serve(stream: net.Socket, raw: net.Socket): Promise<void> {
  stream.on('error', () => undefined);
  const reader = requestReader(stream);
  const state = { isClosing: false };
  for (let head = await reader.head(); head !== null; head = await reader.head()) {
    arrivals.set(head.path, (arrivals.get(head.path) ?? 0) + 1);
    await reader.body();
    if (state.isClosing) continue;
    stream.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const { query } = head;
    const closeMs = Number(query.get('close'));
    const until = performance.now() + closeMs;
    const close = (): void => {
      // A timer counts in whole milliseconds, and the race is in parts of one.
      if (performance.now() < until) {
        setImmediate(close);
        return;
      }
      state.isClosing = true;
      if (query.get('how') === 'reset') raw.resetAndDestroy();
      else stream.end();
    };
    setTimeout(close, Math.max(0, closeMs - 1));
  }
}

const raws = new Map<number, net.Socket>();
const secure = tls.createServer({ ...certificate }, (stream) => {
  const raw = raws.get(stream.remotePort ?? 0);
  if (raw !== undefined) void serve(stream, raw);
});
secure.on('tlsClientError', () => undefined);
const server = net.createServer({ noDelay: true }, (raw) => {
  raw.on('error', () => undefined);
  raws.set(raw.remotePort ?? 0, raw);
  if (certificate === null) void serve(raw, raw);
  else secure.emit('connection', raw);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('message', () => process.send?.([...arrivals]));
