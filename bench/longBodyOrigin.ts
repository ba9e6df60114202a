/** Long bodies as servers send and take them: over HTTP/1.1 and HTTP/2, in a process of its own. */
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export type Ports = { readonly http1: number; readonly http2: number };

const megabyte = 1024 * 1024;
const block = Buffer.alloc(megabyte, 'keepalive ');

/** Answers `/down`, `/chunks` and `/gzip` with as many bytes as `x-bytes` says, and takes whatever it is sent. */
function serve(request: http.IncomingMessage, response: http.ServerResponse): void {
  const bytes = Number(request.headers['x-bytes']);
  switch (request.url) {
    case '/down':
      response.writeHead(200, { 'content-length': bytes });
      write(response, block, bytes, block.length);
      return;
    case '/chunks':
      // What an application writes in small parts.
      response.writeHead(200);
      write(response, block.subarray(0, 16 * 1024), bytes, 16 * 1024);
      return;
    case '/gzip':
      // One member for each megabyte: they make one body together (RFC 1952, section 2.2).
      response.writeHead(200, { 'content-encoding': 'gzip' });
      write(response, packed(), bytes, megabyte);
      return;
    default:
      request.resume().on('end', () => response.end('ok'));
  }
}

/** Again and again, each counting for `worth` bytes. */
function write(response: http.ServerResponse, piece: Buffer, bytes: number, worth: number): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0) {
      left -= worth;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

let packedBlock: Buffer | null = null;

/** Half as long as a megabyte of hexadecimal digits, as they are in no order. */
function packed(): Buffer {
  packedBlock ??= gzipSync(randomBytes(megabyte / 2).toString('hex'), { level: 1 });
  return packedBlock;
}

if (process.argv[1] === import.meta.filename) {
  const servers = [
    http.createServer(serve),
    http2.createServer(serve as unknown as Parameters<typeof http2.createServer>[0]),
  ] as const;
  const listening = servers.map(
    (server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
  );
  void Promise.all(listening).then(() => {
    const [one, two] = servers.map((server) => (server.address() as AddressInfo).port);
    process.send?.({ http1: one, http2: two });
  });
  process.on('disconnect', () => process.exit());
}
