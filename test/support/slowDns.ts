/** A name server that knows every name, takes its time, and says that it is here. */
import dgram from 'node:dgram';
import { once } from 'node:events';
import { atLeast } from './atLeast.ts';

export type SlowDns = { readonly asked: readonly string[]; dispose(): Promise<void> };

const type = { a: 1 } as const;
const headBytes = 12;

/** Each name is 127.0.0.1, and has no other address. */
export async function startSlowDns(port: number, delayMs: number): Promise<SlowDns> {
  const asked: string[] = [];
  const stopped = new AbortController();
  const socket = dgram.createSocket('udp4', (query, { port: from, address }) => {
    const { name, end } = question(query);
    asked.push(name);
    void atLeast(delayMs, stopped.signal).then(
      () => {
        socket.send(answer(query, end), from, address);
      },
      () => undefined,
    );
  });
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return {
    asked,
    async dispose() {
      stopped.abort();
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** RFC 1035, section 4.1.2: labels with their lengths, a zero, type and class. */
function question(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = headBytes;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), end: at + 5 };
}

function answer(query: Buffer, questionEnd: number): Buffer {
  const wantsA = query.readUInt16BE(questionEnd - 4) === type.a;
  const head = Buffer.from(query.subarray(0, headBytes));
  // A standard answer, without error, recursion available: one question, at most one answer, nothing else.
  for (const [index, value] of [0x8180, 1, wantsA ? 1 : 0, 0, 0].entries()) {
    head.writeUInt16BE(value, 2 + index * 2);
  }
  // The name of the question, A, IN, not to be kept, four bytes.
  const record = Buffer.from([0xc0, headBytes, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1]);
  return Buffer.concat([head, query.subarray(headBytes, questionEnd), ...(wantsA ? [record] : [])]);
}
