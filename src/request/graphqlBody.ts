/** The JSON of a GraphQL request, whose query may stand in files. */
import type { FilePart, GraphqlBody } from '../parser/httpFile.ts';
import { filePiece, type Piece } from './bodyParts.ts';
import { withoutComments } from './bodyText.ts';
import type { Values } from './expand.ts';
import { expandPart, sourceOf } from './expandPart.ts';
import { fileText } from './fileText.ts';
import { graphqlPayload } from './graphqlPayload.ts';
import { report, type Findings } from './problems.ts';

export function graphqlText(body: GraphqlBody, values: Values, findings: Findings): string {
  const files = body.files.map(({ file }) => asText(filePiece(file, values, findings)).trim());
  const written = expandPart(body.query.text, sourceOf(body.query, body.line), values, findings);
  const query = [...files, written].filter((part) => part !== '').join('\n\n');
  if (body.variablesFile !== null) {
    return withVariables(query, body.variablesFile, values, findings);
  }
  if (body.variables === null) return graphqlPayload(query, '') ?? '';
  const before = body.variables.span.start - body.span.start;
  const lineEnds = body.text.slice(0, before).match(/\r\n?|\n/g)?.length ?? 0;
  const source = sourceOf(body.variables, body.line + lineEnds);
  const lines = withoutComments(source.text.replace(/\r\n?/g, '\n'));
  const needs = values.needs.length;
  const variables = expandPart(lines, source, values, findings);
  const payload = graphqlPayload(query, variables);
  // What is not known yet may well become an object.
  if (payload === null && values.needs.length === needs) refuse(source, findings);
  return payload ?? '';
}

/** The variables of a query from a file of their own. */
function withVariables(query: string, file: FilePart, values: Values, findings: Findings): string {
  const before = values.needs.length + findings.problems.length;
  const payload = graphqlPayload(query, asText(filePiece(file, values, findings)));
  if (payload === null && values.needs.length + findings.problems.length === before) {
    refuse(file, findings);
  }
  return payload ?? '';
}

function refuse({ span, line }: Pick<FilePart, 'span' | 'line'>, findings: Findings): void {
  const message = 'The variables of this query are no JSON object';
  report(findings, 'invalid-graphql-variables', 'error', message, span, line);
}

function asText(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  // A file this long is sent as it is, and no variables of a query are.
  return piece instanceof Uint8Array ? (fileText(piece) ?? new TextDecoder().decode(piece)) : '';
}
