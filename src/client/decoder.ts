/** One coding of a body: bytes in, bytes out. */
import type { Zlib } from 'node:zlib';

export type Decoder = {
  /** All that comes out by these bytes, which are lent until then. Throws `UndecodableError`. */
  readonly write: (input: Uint8Array) => AsyncIterable<Uint8Array>;
  /** What is left. Throws `UndecodableError` where the end is missing. */
  readonly end: () => AsyncIterable<Uint8Array>;
  readonly destroy: () => void;
};

/** `detail` names the coding. */
export class UndecodableError extends Error {
  readonly code: 'broken' | 'too-large';
  readonly detail: string;

  constructor(code: 'broken' | 'too-large', detail: string) {
    super(detail);
    this.code = code;
    this.detail = detail;
  }
}

type Stream = NodeJS.ReadWriteStream & Zlib & { readonly destroy: () => void };
type Make = (first: Uint8Array) => Stream;

/**
 * Large enough that a fast body does not wait for the threads that decode. Each output stands by itself:
 * a stream of bytes puts together what nobody has read yet, in Node's pool, and that is not to be given back.
 */
const options = { chunkSize: 64 * 1024, readableObjectMode: true, readableHighWaterMark: 1 };

/** Null for a coding that nobody here knows. */
export function decoderMaker(coding: string): ((first: Uint8Array) => Decoder) | null {
  const make = streamMaker(coding);
  return make === null ? null : (first) => decoderOf(make(first), coding);
}

function streamMaker(coding: string): Make | null {
  // Loaded with the first body that has a coding, not with the program.
  const zlib = process.getBuiltinModule('node:zlib');
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return () => zlib.createGunzip(options);
    case 'deflate':
      return (first) =>
        isZlibFormat(first) ? zlib.createInflate(options) : zlib.createInflateRaw(options);
    case 'br':
      return () => zlib.createBrotliDecompress(options);
    case 'zstd': {
      // An older Node has none.
      const { createZstdDecompress: create } = zlib as Partial<typeof zlib>;
      return create === undefined ? null : () => create(options);
    }
    default:
      return null;
  }
}

/** It should be in zlib's format (RFC 1950), but some servers send it bare: then its first byte says something else. */
function isZlibFormat([first = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8;
}

function decoderOf(stream: Stream, coding: string): Decoder {
  let error: Error | null = null;
  /** What follows the end of a coded body is passed over; after gzip only zeros are, all else is broken to zlib. */
  let hasEnded = false;
  let wake = (): void => undefined;
  stream.on('readable', () => {
    wake();
  });
  stream.on('end', () => {
    hasEnded = true;
    wake();
  });
  stream.on('error', (thrown: Error) => {
    error = thrown;
    wake();
  });

  async function* outputs(isOver: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      // What comes while a piece is with its taker is read before it is over.
      const wasOver = isOver() || hasEnded;
      for (let output = read(stream); output !== null; output = read(stream)) yield output;
      if (error !== null) throw new UndecodableError('broken', `${coding}: ${error.message}`);
      if (wasOver) return;
      if (!isOver() && !hasEnded) await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    write(input) {
      let isUsedUp = hasEnded;
      if (!hasEnded) {
        stream.write(input, () => {
          isUsedUp = true;
          wake();
        });
      }
      return outputs(() => isUsedUp);
    },
    end() {
      if (!hasEnded) stream.end();
      return outputs(() => hasEnded);
    },
    destroy: () => {
      stream.destroy();
    },
  };
}

function read(stream: Stream): Uint8Array | null {
  return stream.read() as Uint8Array | null;
}
