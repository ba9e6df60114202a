/** Takes the codings off a body (RFC 9110, section 8.4). What can't be decoded is kept as it came, and said. */
import type { HeaderField } from '../request/resolvedRequest.ts';
import type { BodyFile, Decoding } from './exchange.ts';

export type Decoded = {
  readonly body: Uint8Array;
  readonly bodyFile: BodyFile | null;
  readonly decoding: Decoding | null;
};

/** `maxBytes` is for the decoded body, and for what comes between two codings. */
export async function decodeBody(
  raw: Uint8Array,
  headers: readonly HeaderField[],
  maxBytes: number,
): Promise<Decoded> {
  const codings = codingsIn(headers);
  // HEAD and 304 name the codings of a body that did not come.
  if (codings.length === 0 || raw.length === 0)
    return { body: raw, bodyFile: null, decoding: null };
  const rawBytes = raw.length;
  const problem = (value: Decoding['problem']): Decoded => ({
    body: raw,
    bodyFile: null,
    decoding: { codings, rawBytes, problem: value },
  });
  const unknown = codings.find((coding) => decoderOf(coding) === null);
  if (unknown !== undefined) return problem({ code: 'unknown-coding', detail: unknown });
  let body = raw;
  // The last one named was put on last.
  for (const coding of codings.toReversed()) {
    const result = await decodeOne(body, coding, maxBytes);
    if ('code' in result) return problem(result);
    body = result;
  }
  return { body, bodyFile: null, decoding: { codings, rawBytes, problem: null } };
}

/** `identity` is none. */
export function codingsIn(headers: readonly HeaderField[]): readonly string[] {
  const codings: string[] = [];
  for (const [name, value] of headers) {
    if (name.length !== 16 || name.toLowerCase() !== 'content-encoding') continue;
    for (const part of value.split(',')) {
      const coding = part.trim().toLowerCase();
      if (coding !== '' && coding !== 'identity') codings.push(coding);
    }
  }
  return codings;
}

/** Loaded with the first body that has a coding, not with the program. */
function zlibModule() {
  return process.getBuiltinModule('node:zlib');
}

type Callback = (error: Error | null, result: Buffer) => void;
type Decoder = (data: Uint8Array, options: { maxOutputLength: number }, done: Callback) => void;

function decoderOf(coding: string): Decoder | null {
  const zlib = zlibModule();
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.gunzip;
    case 'deflate':
      return inflateEither;
    case 'br':
      return zlib.brotliDecompress;
    case 'zstd':
      // An older Node has none.
      return (zlib as Partial<typeof zlib>).zstdDecompress ?? null;
    default:
      return null;
  }
}

/** For bodies from file to file, the last coding first; null where nobody knows one of them. */
export function decodersFor(
  codings: readonly string[],
  head: Uint8Array,
): readonly NodeJS.ReadWriteStream[] | null {
  const streams = codings
    .toReversed()
    .map((coding, index) => streamOf(coding, index === 0 ? head : null));
  const known = streams.filter((stream) => stream !== null);
  return known.length === streams.length ? known : null;
}

/** `head` is the beginning of what it decodes, where that is known. */
function streamOf(coding: string, head: Uint8Array | null): NodeJS.ReadWriteStream | null {
  const zlib = zlibModule();
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      return head === null || isZlibFormat(head) ? zlib.createInflate() : zlib.createInflateRaw();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
      return (zlib as Partial<typeof zlib>).createZstdDecompress?.() ?? null;
    default:
      return null;
  }
}

/** It should be in zlib's format (RFC 1950), but some servers send it bare. */
const inflateEither: Decoder = (data, options, done) => {
  const zlib = zlibModule();
  (isZlibFormat(data) ? zlib.inflate : zlib.inflateRaw)(data, options, done);
};

function isZlibFormat([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

/** Off the main thread, and cut off at the limit, so that a few bytes can't become gigabytes. */
function decodeOne(
  data: Uint8Array,
  coding: string,
  maxBytes: number,
): Promise<Uint8Array | NonNullable<Decoding['problem']>> {
  const decoder = decoderOf(coding) ?? inflateEither;
  return new Promise((resolve) => {
    decoder(data, { maxOutputLength: maxBytes }, (error, result) => {
      if (error === null) resolve(result);
      else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
        resolve({ code: 'too-large', detail: coding });
      else resolve({ code: 'broken', detail: `${coding}: ${error.message}` });
    });
  });
}
