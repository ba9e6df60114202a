/** `--output headers|body|exchange`: what came back, on stdout, so that a script can use it. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Exchange } from '../client/exchange.ts';
import { bytes } from '../insight/bytes.ts';
import { exchangeText } from '../insight/exchangeText.ts';
import { headsText } from '../insight/headText.ts';
import { mediaTypeOf } from '../insight/mediaType.ts';
import { printable } from '../insight/printable.ts';
import { bodyText } from '../insight/responseText.ts';
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
  if (!isTty) {
    const last = writeBody(exchange, stdout);
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
  const lines = text.split(/\r?\n/).map((line) => line.split('\t').map(printable).join('\t'));
  stdout.write(`${lines.join('\n')}${body.at(-1) === lineEnd ? '' : '\n'}`);
}

const lineEnd = 10;

const pieceBytes = 1024 * 1024;

/** A long one piece by piece, so that it is never in memory as a whole. The answer is its last byte. */
function writeBody({ body, bodyFile }: Exchange, stdout: Terminal['stdout']): number | undefined {
  if (bodyFile === null) {
    stdout.writeBytes(body);
    return body.at(-1);
  }
  let last: number | undefined;
  const file = openSync(bodyFile.path, 'r');
  try {
    for (let at = 0; at < bodyFile.bytes;) {
      const piece = new Uint8Array(Math.min(pieceBytes, bodyFile.bytes - at));
      const read = readSync(file, piece);
      if (read === 0) break;
      last = piece[read - 1];
      stdout.writeBytes(piece.subarray(0, read));
      stdout.flush();
      at += read;
    }
    return last;
  } finally {
    closeSync(file);
  }
}
