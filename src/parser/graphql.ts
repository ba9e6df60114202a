/**
 * A GraphQL body: the query, then after a blank line its variables as JSON.
 * It is told by the method `GRAPHQL` (JetBrains, Kulala), by the header `X-Request-Type: GraphQL`
 * (REST Client), or by how it starts (httpYac).
 */
import { closeBrace, isBlank, isLineEnd, openBrace } from './characters.ts';
import type { Directive, GraphqlBody, Header, TextPart, Token } from './httpFile.ts';
import type { RequestLine } from './requestLine.ts';

export function isGraphql(
  line: RequestLine,
  headers: readonly Header[],
  directives: readonly Directive[],
  body: TextPart,
): boolean {
  if (line.method?.text.toUpperCase() === 'GRAPHQL') return true;
  if (headerText(headers, 'x-request-type').toLowerCase() === 'graphql') return true;
  if (directives.some((directive) => directive.name === 'no-gql-parsing')) return false;
  const type = headerText(headers, 'content-type').toLowerCase();
  return (type === '' || type.includes('json')) && startsQuery.test(body.text.slice(0, 400));
}

/** A selection set must follow: `query` alone starts many a sentence. */
const startsQuery =
  /^\s*(?:(?:query|mutation|subscription)(?:\s+\w+)?\s*(?:\([^{}]*\)\s*)?(?:@\w[^{}]*)?\{|fragment\s+\w+\s+on\s+\w+)/;

export function graphqlBody(body: TextPart): GraphqlBody {
  const { text, line, span } = body;
  const { queryEnd, variablesStart } = split(text);
  const variables = variablesStart < 0 ? null : part(body, variablesStart, text.length);
  return {
    kind: 'graphql',
    text,
    query: part(body, 0, queryEnd),
    variables,
    line,
    span,
  };
}

/** The value of the first header of that lower-case name, or ''. */
export function headerText(headers: readonly Header[], name: string): string {
  for (const header of headers) {
    const { text } = header.name;
    if (text.length === name.length && text.toLowerCase() === name) return header.value.text;
  }
  return '';
}

/** The variables are the first thing after a blank line, outside all braces, that starts with one. */
function split(text: string): { queryEnd: number; variablesStart: number } {
  let depth = 0;
  let lastInk = 0;
  let lineEnds = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) continue;
    if (isLineEnd(code)) {
      if (code === 10 || text.charCodeAt(at + 1) !== 10) lineEnds++;
      continue;
    }
    if (code === openBrace) {
      if (depth === 0 && lineEnds > 1 && lastInk > 0)
        return { queryEnd: lastInk, variablesStart: at };
      depth++;
    } else if (code === closeBrace) depth--;
    lineEnds = 0;
    lastInk = at + 1;
  }
  return { queryEnd: lastInk, variablesStart: -1 };
}

function part(body: TextPart, start: number, end: number): Token {
  const base = body.span.start;
  return {
    text: body.text.slice(start, end),
    span: { start: base + start, end: base + end },
  };
}
