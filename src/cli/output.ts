import { fstatSync } from 'node:fs';
import { Writable } from 'node:stream';
import { writeWhole } from './writeWhole.ts';

/** A stream written to in batches: what is written within one turn goes out as one piece. */
export type Output = {
  readonly write: (text: string) => void;
  /** As they are, after what is waiting. */
  readonly writeBytes: (bytes: Uint8Array) => void;
  /** Hands over what is waiting, now. */
  readonly flush: () => void;
};

/** One system call for thousands of lines, and still a bounded wait for the reader. */
const maxBatch = 64 * 1024;

/** `onClosed` is called once when nobody reads any more (`keepalive … | head -1`), or nothing more can be written. */
export function createOutput(stream: Writable, onClosed: (error: Error) => void): Output {
  let batch = '';
  let scheduled = false;
  let closed = false;
  stream.on('error', (error) => {
    if (!closed) onClosed(error);
    closed = true;
  });
  const flush = (): void => {
    const text = batch;
    batch = '';
    if (text !== '' && !closed) stream.write(text);
  };
  const write = (text: string): void => {
    batch += text;
    if (batch.length >= maxBatch) flush();
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flush();
    });
  };
  const writeBytes = (bytes: Uint8Array): void => {
    flush();
    if (!closed) stream.write(bytes);
  };
  return { write, writeBytes, flush };
}

/** For stdout: Node's own stream to a file on a disk passes over what a full one did not take. */
export function wholeStream(stream: NodeJS.Process['stdout']): Writable {
  if (stream.isTTY || !fstatSync(stream.fd).isFile()) return stream;
  return new Writable({
    write: (piece: Buffer, _encoding, done) => {
      try {
        writeWhole(stream.fd, piece);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}
