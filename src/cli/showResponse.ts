/** `--output headers|body|exchange`: what came back, on stdout, so that a script can use it. */
import type { Exchange } from '../client/exchange.ts';
import { bytes } from '../insight/bytes.ts';
import { exchangeText } from '../insight/exchangeText.ts';
import { headText } from '../insight/headText.ts';
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
  const { body } = exchange;
  const response = exchange.hops.at(-1)?.response ?? null;
  if (mode === 'exchange') stdout.write(exchangeText(exchange));
  if (response === null) return;
  if (mode === 'headers') stdout.write(`${headText(response)}\n`);
  if (mode === 'headers' || body.length === 0) return;
  const isEnded = body.at(-1) === 10;
  if (!isTty) {
    stdout.writeBytes(body);
    if (several && !isEnded) stdout.write('\n');
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
  stdout.write(`${lines.join('\n')}${isEnded ? '' : '\n'}`);
}
