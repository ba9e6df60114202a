/** The body of a request, as bytes. */
import type { Body, GraphqlBody } from '../parser/httpFile.ts';
import { bodyText, formType, withoutComments } from './bodyText.ts';
import type { Values } from './expand.ts';
import { expandPart } from './expandPart.ts';
import { graphqlPayload } from './graphqlPayload.ts';
import { percentEncode } from './percentEncode.ts';
import { report } from './problems.ts';
import type { Findings } from './problems.ts';

const encoder = new TextEncoder();

/** Null without a body; `contentType` is '' without one. */
export function requestBody(
  values: Values,
  findings: Findings,
  contentType: string,
): Uint8Array | null {
  const { body } = findings.placed.request;
  if (body === null) return null;
  const text = textOf(body, values, findings, contentType);
  return text === null ? null : encoder.encode(text);
}

function textOf(
  body: Body,
  values: Values,
  findings: Findings,
  contentType: string,
): string | null {
  switch (body.kind) {
    case 'text': {
      const text = expandPart(bodyText(body.text, contentType), body, values, findings);
      // REST Client's default for forms: what is encoded stays, the rest is.
      const isForm = contentType.toLowerCase().startsWith(formType);
      return isForm ? encodeForm(text) : text;
    }
    case 'data':
      return expandPart(body.text, body, values, findings);
    case 'graphql':
      return graphqlText(body, values, findings);
    case 'file':
    case 'mixed': {
      const file = body.kind === 'file' ? body : body.parts.find((part) => part.kind === 'file');
      if (file === undefined) return null;
      const message = `A body from a file (\`< ${file.path.text}\`) is not supported yet: put its text here`;
      report(findings, 'not-supported-yet', 'error', message, file.span, file.line);
      return null;
    }
  }
}

function graphqlText(body: GraphqlBody, values: Values, findings: Findings): string | null {
  const { line } = body;
  const query = expandPart(body.query.text, { ...body.query, line }, values, findings);
  if (body.variables === null) return graphqlPayload(query, '');
  const before = body.variables.span.start - body.span.start;
  const lineEnds = body.text.slice(0, before).match(/\r\n?|\n/g)?.length ?? 0;
  const source = { ...body.variables, line: line + lineEnds };
  const lines = withoutComments(source.text.replace(/\r\n?/g, '\n'));
  const payload = graphqlPayload(query, expandPart(lines, source, values, findings));
  if (payload === null) {
    const message = 'The variables of this query are no JSON object';
    report(findings, 'invalid-graphql-variables', 'error', message, source.span, source.line);
  }
  return payload;
}

/** Line ends between two pairs are the file's layout when they are kept, and stay as they are. */
function encodeForm(text: string): string {
  return text.split('\n').map(percentEncode).join('\n');
}
