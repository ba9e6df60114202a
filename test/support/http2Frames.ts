/** A server that speaks HTTP/2 in raw frames (RFC 9113, section 4.1), for what `node:http2` would never do. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

export const frame = {
  data: 0,
  headers: 1,
  resetStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
} as const;

export const errorCode = {
  none: 0,
  internal: 2,
  refusedStream: 7,
  cancel: 8,
  enhanceYourCalm: 11,
} as const;

export type FrameConnection = {
  readonly socket: net.Socket;
  /** Streams in the order in which they were opened. */
  readonly streams: readonly number[];
  /** Streams the client has reset. */
  readonly reset: readonly number[];
  readonly pings: number;
  /** `:status 200` and nothing else. */
  head(stream: number, end?: boolean): void;
  data(stream: number, text: string, end?: boolean): void;
  resetStream(stream: number, code: number): void;
  goAway(lastStream: number, code: number): void;
  settings(maxConcurrentStreams: number): void;
};

export type FrameServer = {
  readonly port: number;
  readonly origin: string;
  readonly connections: readonly FrameConnection[];
  dispose(): Promise<void>;
};

export type FrameServerOptions = {
  /** Keeps its side open when the client has ended its own. */
  readonly staysOpen?: boolean;
  /** Called with each request: the connection, its number from 1, and the stream. */
  readonly onRequest: (
    connection: FrameConnection,
    index: number,
    stream: number,
    isPost: boolean,
  ) => void;
  readonly answersPings?: boolean;
  readonly maxConcurrentStreams?: number;
};

type Opened = FrameConnection & { streams: number[]; reset: number[]; pings: number };

const prefaceBytes = 24;
const endStream = 0x1;
const endHeaders = 0x4;
const acknowledge = 0x1;

export async function startFrameServer(options: FrameServerOptions): Promise<FrameServer> {
  const connections: Opened[] = [];
  const server = net.createServer(
    { noDelay: true, allowHalfOpen: options.staysOpen === true },
    (socket) => {
      const connection = connectionOf(socket);
      connections.push(connection);
      const index = connections.length;
      socket.on('error', () => undefined);
      if (options.maxConcurrentStreams === undefined) write(socket, frame.settings, 0, 0);
      else connection.settings(options.maxConcurrentStreams);
      let unread = Buffer.alloc(0);
      let skip = prefaceBytes;
      socket.on('data', (chunk: Buffer) => {
        unread = Buffer.concat([unread, chunk]);
        if (unread.length < skip) return;
        unread = unread.subarray(skip);
        skip = 0;
        for (let end = endOf(unread); end <= unread.length; end = endOf(unread)) {
          const [type, flags] = [unread[3], unread[4] ?? 0];
          const stream = unread.readUInt32BE(5);
          const payload = unread.subarray(9, end);
          unread = unread.subarray(end);
          if (type === frame.settings && (flags & acknowledge) === 0) {
            write(socket, frame.settings, acknowledge, 0);
          } else if (type === frame.ping) {
            connection.pings++;
            if (options.answersPings !== false) {
              write(socket, frame.ping, acknowledge, 0, payload);
            }
          } else if (type === frame.headers) {
            connection.streams.push(stream);
            // `:method POST` is entry 3 of the static table, and comes first.
            options.onRequest(connection, index, stream, payload.subarray(0, 4).includes(0x83));
          } else if (type === frame.resetStream) connection.reset.push(stream);
        }
      });
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${String(port)}`,
    connections,
    async dispose() {
      for (const { socket } of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function connectionOf(socket: net.Socket): Opened {
  return {
    socket,
    streams: [],
    reset: [],
    pings: 0,
    head: (stream, end = false) => {
      // The static table's entry 8, section 6.1 of RFC 7541.
      const flags = endHeaders | (end ? endStream : 0);
      write(socket, frame.headers, flags, stream, Buffer.from([0x88]));
    },
    data: (stream, text, end = false) => {
      write(socket, frame.data, end ? endStream : 0, stream, Buffer.from(text));
    },
    resetStream: (stream, code) => {
      write(socket, frame.resetStream, 0, stream, numbers(code));
    },
    goAway: (lastStream, code) => {
      write(socket, frame.goAway, 0, 0, numbers(lastStream, code));
    },
    settings: (maxConcurrentStreams) => {
      const setting = Buffer.alloc(6);
      setting.writeUInt16BE(3);
      setting.writeUInt32BE(maxConcurrentStreams, 2);
      write(socket, frame.settings, 0, 0, setting);
    },
  };
}

function write(
  socket: net.Socket,
  type: number,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
): void {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  if (!socket.destroyed) socket.write(Buffer.concat([head, payload]));
}

/** Where the first frame ends; beyond the end while it is not whole. */
function endOf(unread: Buffer): number {
  return unread.length < 9 ? Infinity : 9 + unread.readUIntBE(0, 3);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}
