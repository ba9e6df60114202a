/** What there is to say of a body beside its bytes: how it was coded, and what could not be read. */
import type { CharsetProblem } from '../client/charset.ts';
import type { Exchange } from '../client/exchange.ts';
import type { LiveStop } from '../client/liveDecoding.ts';
import { bytes } from './bytes.ts';
import { printable } from './printable.ts';

/** `Decoded: gzip, 1.2 kB on the wire`, or why the body is shown as it came; null where it came without a coding. */
export function decodingNote({ decoding }: Exchange): string | null {
  if (decoding === null) return null;
  const { codings, rawBytes, problem } = decoding;
  switch (problem?.code) {
    case undefined:
      return `Decoded: ${printable(codings.join(', '))}, ${bytes(rawBytes)} on the wire`;
    case 'unknown-coding':
      return `The coding ${named(problem.detail)} is not known: the body is shown as it came`;
    case 'broken':
      return `The body could not be decoded (${named(problem.detail)}): it is shown as it came`;
    case 'too-large':
      return `The body would be too large without its coding ${named(problem.detail)}: it is shown as it came`;
  }
}

/** Why no more of a coded body is shown while it comes. */
export function liveStopNote(stop: LiveStop): string {
  const then = 'it is shown when it has ended';
  switch (stop.code) {
    case 'too-fast':
      return `Comes faster than it can be decoded: ${then}`;
    case 'unknown-coding':
      return `The coding ${named(stop.detail)} is not known: ${then}`;
    case 'broken':
      return `The body can't be decoded (${named(stop.detail)}): ${then}`;
    case 'too-large':
      return `The body would be too large without its coding ${named(stop.detail)}: ${then}`;
  }
}

export function charsetNote(problem: CharsetProblem | null, charset: string): string | null {
  switch (problem?.code) {
    case undefined:
      return null;
    case 'unknown-charset':
      return `The charset ${named(problem.named)} is not known: the body is read as ${charset}`;
    case 'invalid-bytes':
      return `Some bytes are not ${named(problem.named)}: they are shown as \uFFFD`;
    case 'not-utf-8':
      return `The body names no charset and is not UTF-8: it is read as ${charset}`;
  }
}

function named(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return printable(short);
}
