/** The body of a request, as bytes. */
import type { Body } from '../parser/httpFile.ts';
import { joinPieces, partPiece, type Piece } from './bodyParts.ts';
import { bodyText, formType, isLineByLine } from './bodyText.ts';
import type { Values } from './expand.ts';
import { expandPart } from './expandPart.ts';
import { encodeForm, joinFormLines } from './formBody.ts';
import { graphqlText } from './graphqlBody.ts';
import { checkMultipart } from './multipart.ts';
import { hasError, type Findings } from './problems.ts';
import type { RequestBody } from './resolvedRequest.ts';

export type ExpandedBody = {
  /** Null without a body. */
  readonly bytes: RequestBody | null;
  readonly isGraphql: boolean;
  /** What is to be sent, which may have got a boundary; '' without one. */
  readonly contentType: string;
};

/** `contentType` is '' without one. */
export function requestBody(values: Values, findings: Findings, contentType: string): ExpandedBody {
  const { body } = findings.placed.request;
  if (body === null) return { bytes: null, isGraphql: false, contentType };
  const needs = values.needs.length;
  const pieces = piecesOf(body, values, findings, contentType);
  const isKnown = values.needs.length === needs && !hasError(findings);
  const isMultipart = /^multipart\//i.test(contentType) && body.kind !== 'file';
  const sent =
    isMultipart && isKnown
      ? checkMultipart(contentType, pieces.filter(isText).join('\r\n'), body, findings)
      : contentType;
  return { bytes: joinPieces(pieces), isGraphql: body.kind === 'graphql', contentType: sent };
}

function piecesOf(
  body: Body,
  values: Values,
  findings: Findings,
  contentType: string,
): readonly Piece[] {
  switch (body.kind) {
    case 'data':
      return [expandPart(body.text, body, values, findings)];
    case 'graphql':
      return [graphqlText(body, values, findings)];
    case 'text':
      return withLineEnd([textPiece(body, values, findings, contentType)], contentType);
    case 'file':
      return [partPiece(body, asWritten, values, findings)];
    case 'mixed': {
      const pieces = body.parts.map((part) =>
        partPiece(part, (text) => bodyText(text, contentType), values, findings),
      );
      return withLineEnd(pieces, contentType);
    }
  }
}

function textPiece(
  body: Extract<Body, { kind: 'text' }>,
  values: Values,
  findings: Findings,
  contentType: string,
): string {
  const text = bodyText(body.text, contentType);
  if (!contentType.toLowerCase().startsWith(formType)) {
    return expandPart(text, body, values, findings);
  }
  const form = expandPart(joinFormLines(text), body, values, findings);
  const isAsWritten = findings.placed.request.directives.some(
    ({ name, value }) => name === 'no-auto-encoding' && value !== 'false',
  );
  return isAsWritten ? form : encodeForm(form, values.scope.around.formEncoding);
}

/** The last message of several needs its line end as well. */
function withLineEnd(pieces: readonly Piece[], contentType: string): readonly Piece[] {
  const last = pieces.at(-1);
  const isEnded = typeof last !== 'string' || last.endsWith('\n');
  return isEnded || !isLineByLine(contentType) ? pieces : [...pieces, '\n'];
}

function isText(piece: Piece): piece is string {
  return typeof piece === 'string';
}

function asWritten(text: string): string {
  return text;
}
