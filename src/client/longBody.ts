/** Bodies in files, without their codings: as `decodeBody` does it for those in memory. */
import type { HeaderField } from '../request/resolvedRequest.ts';
import type { BodyFiles } from '../transport/bodyFiles.ts';
import { codingsIn, decodersFor, type Decoded } from './decode.ts';
import type { BodyFile, Decoding } from './exchange.ts';
import { maxHeadBytes } from './wire.ts';

/** More than that a body does not grow by decoding, unless it is meant to fill a disk. */
const maxGrowth = 50;
const minDecodedLimit = 64 * 1024 * 1024;

export async function decodeLongBody(
  file: BodyFile,
  head: Uint8Array,
  headers: readonly HeaderField[],
  files: BodyFiles,
): Promise<Decoded> {
  const codings = codingsIn(headers);
  if (codings.length === 0) return { body: head, bodyFile: file, decoding: null };
  const asItCame = (problem: Decoding['problem']): Decoded => ({
    body: head,
    bodyFile: file,
    decoding: { codings, rawBytes: file.bytes, problem },
  });
  const decoders = decodersFor(codings, head);
  if (decoders === null) return asItCame({ code: 'unknown-coding', detail: codings.join(', ') });
  try {
    const limit = Math.max(minDecodedLimit, file.bytes * maxGrowth);
    const bodyFile = await files.decode(file, decoders, limit);
    const body = await files.headOf(bodyFile, maxHeadBytes);
    await files.discard(file);
    return { body, bodyFile, decoding: { codings, rawBytes: file.bytes, problem: null } };
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: string };
    const detail = `${codings.join(', ')}: ${message}`;
    return asItCame({ code: code === 'ERR_DECODED_TOO_LARGE' ? 'too-large' : 'broken', detail });
  }
}
