/** `--output headers|body|exchange`: what came back, on stdout, so that a script can use it. What came is given as it is, but in `exchange` without secrets. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { BodyFile, Exchange } from '../client/exchange.ts';
import { bytes } from '../insight/bytes.ts';
import { createByteMask } from '../insight/byteMask.ts';
import { exchangeText } from '../insight/exchangeText.ts';
import { headsText } from '../insight/headText.ts';
import { maskKnown } from '../insight/maskBody.ts';
import { maskText } from '../insight/maskText.ts';
import { mediaTypeOf } from '../insight/mediaType.ts';
import { printable } from '../insight/printable.ts';
import { bodyText } from '../insight/responseText.ts';
import { sentSecrets } from '../insight/sentSecrets.ts';
import type { OutputMode } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** `several`: a body without a line end gets one, so that the next does not run into it. */
export function showResponse(
  exchange: Exchange,
  mode: Exclude<OutputMode, 'short'>,
  several: boolean,
  { stdout, stderr, isTty }: Pick<Terminal, 'stdout' | 'stderr' | 'isTty'>,
): void {
  const { body, bodyFile } = exchange;
  const hop = exchange.hops.at(-1);
  const response = hop?.response ?? null;
  if (mode === 'exchange') stdout.write(exchangeText(exchange));
  if (hop === undefined || response === null) return;
  if (mode === 'headers') stdout.write(`${headsText(hop)}\n`);
  if (mode === 'headers' || body.length === 0) return;
  const secrets = mode === 'exchange' ? sentSecrets(exchange) : [];
  if (!isTty) {
    const last =
      bodyFile === null
        ? writeBody(maskKnown(body.bytes(), secrets), stdout)
        : writeBodyFile(bodyFile, secrets, stdout);
    if (several && last !== lineEnd) stdout.write('\n');
    return;
  }
  if (bodyFile !== null) {
    stderr.write(`A body of ${bytes(bodyFile.bytes)}. Send it to a file with > or --save\n`);
    return;
  }
  const text = bodyText(exchange, response);
  if (text === null) {
    const { essence } = mediaTypeOf(response.headers);
    stderr.write(
      `Binary body: ${printable(essence) || 'no content type'}, ${bytes(body.length)}. Send it to a file with > or --save\n`,
    );
    return;
  }
  // A terminal obeys what it is told; what a server says is to be seen, and nothing else.
  const lines = maskText(text, secrets)
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(printable).join('\t'));
  stdout.write(`${lines.join('\n')}${body.bytes().at(-1) === lineEnd ? '' : '\n'}`);
}

const lineEnd = 10;

const pieceBytes = 1024 * 1024;

/** The answer is its last byte. */
function writeBody(body: Uint8Array, stdout: Terminal['stdout']): number | undefined {
  stdout.writeBytes(body);
  return body.at(-1);
}

/** Piece by piece, so that it is never in memory as a whole. The answer is its last byte. */
function writeBodyFile(
  { path, bytes: length }: BodyFile,
  secrets: readonly string[],
  stdout: Terminal['stdout'],
): number | undefined {
  let last: number | undefined;
  const mask = createByteMask(secrets);
  const file = openSync(path, 'r');
  try {
    for (let at = 0; at < length;) {
      const piece = new Uint8Array(Math.min(pieceBytes, length - at));
      const read = readSync(file, piece);
      at += read;
      const isLast = read === 0 || at === length;
      const masked = mask(piece.subarray(0, read), isLast);
      last = masked.at(-1) ?? last;
      stdout.writeBytes(masked);
      stdout.flush();
      if (isLast) break;
    }
    return last;
  } finally {
    closeSync(file);
  }
}
