/** The parts of a body, text and files, as what is sent. */
import type { FilePart, TextPart } from '../parser/httpFile.ts';
import { expand, type Values } from './expand.ts';
import { expandPart, sourceOf } from './expandPart.ts';
import { fileNeed } from './needs.ts';
import { report, type Findings } from './problems.ts';
import type { RequestBody, StreamedBody } from './resolvedRequest.ts';

export type Piece = string | Uint8Array | StreamedBody;

const encoder = new TextEncoder();

/** `change` is made to the text of the file before it is expanded. */
export function partPiece(
  part: TextPart | FilePart,
  change: (text: string) => string,
  values: Values,
  findings: Findings,
): Piece {
  if (part.kind === 'text') return expandPart(change(part.text), part, values, findings);
  return filePiece(part, values, findings);
}

/** The file's bytes; with `<@` its text, references expanded. Empty while it is not known. */
export function filePiece(part: FilePart, values: Values, findings: Findings): Piece {
  const { path, expands, encoding, span, line } = part;
  const fail = (message: string): Piece => {
    report(findings, 'body-unreadable', 'error', message, span, line);
    return '';
  };
  const before = values.needs.length + findings.problems.length;
  const name = expandPart(path.text, sourceOf(path, line), values, findings).trim();
  if (values.needs.length + findings.problems.length > before) return '';
  if (values.scope.around.untrusted) {
    return fail(`\`${path.text}\` is not read in a workspace that is not trusted`);
  }
  const need = fileNeed(name, expands ? (encoding ?? 'utf-8') : null);
  const answer = values.scope.answers.get(need.key);
  if (answer === undefined) {
    values.needs.push(need);
    return '';
  }
  if ('message' in answer) return fail(answer.message);
  if ('bytes' in answer) return answer.bytes;
  if ('streamed' in answer) return answer.streamed;
  const { text, faults } = expand(answer.text, values);
  for (const { code, message } of faults.slice(0, maxFaults)) {
    report(findings, code, 'error', `In ${name}: ${message}`, span, line);
  }
  return text;
}

/** Of one file; more of the same would hide the rest. */
const maxFaults = 20;

export function joinPieces(pieces: readonly Piece[]): RequestBody {
  const parts = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece));
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return parts.every((part) => part instanceof Uint8Array) ? joined(parts) : streamed(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function streamed(parts: readonly RequestBody[]): StreamedBody {
  return {
    length: lengthOf(parts),
    async *open() {
      for (const part of parts) {
        if (part instanceof Uint8Array) yield part;
        else yield* part.open();
      }
    },
  };
}

function lengthOf(parts: readonly { readonly length: number }[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
