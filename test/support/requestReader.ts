/** Reads HTTP/1 requests off a socket by hand: heads first, bodies when they are whole. */
import type { Duplex } from 'node:stream';

export type RequestHead = {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The head as it came, to the blank line. */
  readonly raw: string;
};

export type RequestReader = {
  /** The next head; null when the client has closed before one. */
  head(): Promise<RequestHead | null>;
  /** The body of the head read last; shorter when the client closed before its end. */
  body(): Promise<Buffer>;
};

export function requestReader(socket: Duplex): RequestReader {
  let buffered = Buffer.alloc(0);
  let ended = false;
  let current: RequestHead | null = null;
  let wake = (): void => undefined;
  socket.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    wake();
  });
  for (const event of ['end', 'close', 'error']) {
    socket.on(event, () => {
      ended = true;
      wake();
    });
  }

  async function until(enough: () => boolean): Promise<void> {
    while (!enough() && !ended) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  function take(bytes: number): Buffer {
    const taken = buffered.subarray(0, bytes);
    buffered = buffered.subarray(taken.length);
    return taken;
  }

  return {
    async head() {
      if (current) await this.body();
      await until(() => buffered.includes('\r\n\r\n'));
      const end = buffered.indexOf('\r\n\r\n');
      if (end < 0) return null;
      current = parseHead(take(end + 4).toString('latin1'));
      return current;
    },
    async body() {
      const head = current;
      current = null;
      if (head?.headers.get('transfer-encoding') === 'chunked') {
        await until(() => buffered.includes('0\r\n\r\n'));
        return take(buffered.indexOf('0\r\n\r\n') + 5);
      }
      const length = Number(head?.headers.get('content-length') ?? 0);
      await until(() => buffered.length >= length);
      return take(length);
    },
  };
}

function parseHead(raw: string): RequestHead {
  const [requestLine = '', ...lines] = raw.trimEnd().split('\r\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const url = new URL(target, 'http://test');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method, target, path: url.pathname, query: url.searchParams, headers, raw };
}
