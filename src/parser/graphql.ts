/**
 * A GraphQL body: the query, then after a blank line its variables as JSON; either may come from a
 * file. It is told by the method `GRAPHQL` (JetBrains, Kulala), by the header
 * `X-Request-Type: GraphQL` (REST Client), or by how it starts (httpYac).
 */
import { closeBrace, isBlank, isLineEnd, lineFeed, openBrace } from './characters.ts';
import { skipSpace } from './lines.ts';
import { headerText } from './header.ts';
import type { Body, Directive, GraphqlBody, GraphqlFile, Header } from './httpFile.ts';
import type { RequestLine } from './requestLine.ts';
import { Token, type Span } from './token.ts';

export function isGraphql(
  { method }: RequestLine,
  headers: readonly Header[],
  directives: readonly Directive[],
  body: Body,
  source: string,
): boolean {
  if (method !== null && saysGraphql(method)) return true;
  if (headerText(headers, 'x-request-type').toLowerCase() === 'graphql') return true;
  // Most bodies are JSON, and none of the words below starts like that.
  if (source.charCodeAt(body.span.start) === openBrace) return false;
  if (body.kind === 'file' || directives.some(({ name }) => name === 'no-gql-parsing'))
    return false;
  const type = headerText(headers, 'content-type').toLowerCase();
  return (type === '' || type.includes('json')) && startsQuery.test(body.text.slice(0, 400));
}

function saysGraphql(method: Token): boolean {
  return method.end - method.start === 7 && method.text.toUpperCase() === 'GRAPHQL';
}

/** A selection set must follow: `query` alone starts many a sentence. */
const startsQuery =
  /^\s*(?:(?:query|mutation|subscription)(?:\s+\w+)?\s*(?:\([^{}]*\)\s*)?(?:@\w[^{}]*)?\{|fragment\s+\w+\s+on\s+\w+|gql\s+\S+\s+<@?\s)/;

/** `source` is what the body's span counts in. */
export function graphqlBody(source: string, body: Body): GraphqlBody {
  const { line, span } = body;
  const whole = source.slice(span.start, span.end);
  const { files, end } = readFiles(source, body);
  const last = body.kind === 'mixed' ? body.parts.at(-1) : undefined;
  const variablesFile = last?.kind === 'file' && last.span.start >= end ? last : null;
  const rest = source.slice(end, variablesFile?.span.start ?? span.end);
  const { queryEnd, variablesStart } = split(rest, files.length > 0);
  const queryStart = Math.min(skipSpace(rest, 0, rest.length), queryEnd);
  const hasVariables = variablesFile === null && variablesStart >= 0;
  return {
    kind: 'graphql',
    text: whole,
    query: new Token(source, end + queryStart, end + queryEnd),
    files,
    variables: hasVariables ? new Token(source, end + variablesStart, span.end) : null,
    variablesFile,
    line,
    span,
  };
}

/** The file of the whole query, or `gql` lines; and where what is no such line starts. */
function readFiles(source: string, body: Body): { files: readonly GraphqlFile[]; end: number } {
  const first = body.kind === 'mixed' ? body.parts[0] : body;
  if (first?.kind === 'file') return { files: [{ name: null, file: first }], end: first.span.end };
  const files: GraphqlFile[] = [];
  let at = body.span.start;
  let { line } = body;
  let next = gqlLine(source, at, body.span, line);
  while (next !== null) {
    files.push(next);
    const after = next.file.span.end;
    at = after;
    while (
      at < body.span.end &&
      (isBlank(source.charCodeAt(at)) || isLineEnd(source.charCodeAt(at)))
    )
      at++;
    line += source.slice(after, at).match(/\r\n?|\n/g)?.length ?? 0;
    next = gqlLine(source, at, body.span, line);
    if (next === null) at = after;
  }
  return { files, end: at };
}

function isNamed(source: string, at: number): boolean {
  return source.startsWith('gql', at) && /^gql\s/.test(source.slice(at, at + 4));
}

/** `gql name < path` */
function gqlLine(source: string, at: number, { end }: Span, line: number): GraphqlFile | null {
  if (!isNamed(source, at)) return null;
  const pattern = /gql[ \t]+([^\s<]+)[ \t]+<(@?)[ \t]+([^\r\n]*[^\s])/y;
  pattern.lastIndex = at;
  const [match, name = '', sign = '', path = ''] = pattern.exec(source) ?? [];
  if (match === undefined || at + match.length > end) return null;
  const stop = at + match.length;
  const nameAt = source.indexOf(name, at + 3);
  return {
    name: new Token(source, nameAt, nameAt + name.length),
    file: {
      kind: 'file',
      path: new Token(source, stop - path.length, stop),
      expands: sign !== '',
      encoding: null,
      line,
      span: { start: at, end: stop },
    },
  };
}

/** The variables are the first thing after a blank line, outside all braces, that starts with one. */
function split(text: string, hasFiles: boolean): { queryEnd: number; variablesStart: number } {
  let depth = 0;
  let lastInk = 0;
  let lineEnds = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) continue;
    if (isLineEnd(code)) {
      if (code === lineFeed || text.charCodeAt(at + 1) !== lineFeed) lineEnds++;
      continue;
    }
    if (code === openBrace) {
      if (depth === 0 && lineEnds > 1 && (lastInk > 0 || hasFiles))
        return { queryEnd: lastInk, variablesStart: at };
      depth++;
    } else if (code === closeBrace) depth--;
    lineEnds = 0;
    lastInk = at + 1;
  }
  return { queryEnd: lastInk, variablesStart: -1 };
}
