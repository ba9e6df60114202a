/** The tree as `keepalive parse --json` prints it: a public contract, described in the README. */
import { isLineEnd } from './characters.ts';
import type { Body, HttpFile } from './httpFile.ts';
import type { ParseProblemCode, Severity } from './problem.ts';
import { problemsOf } from './problems.ts';
import { requestsOf } from './requests.ts';
import { variablesOf } from './variablesOf.ts';

/** Lines and columns count from 1, columns in UTF-16 units; text is as written. */
export type ParsedFileJson = {
  readonly requests: readonly RequestJson[];
  readonly variables: readonly NameAndValue[];
  readonly problems: readonly {
    readonly line: number;
    readonly column: number;
    readonly code: ParseProblemCode;
    readonly severity: Severity;
    readonly message: string;
  }[];
};

type NameAndValue = {
  readonly name: string;
  readonly value: string;
  readonly line: number;
};

type BodyJson =
  | { readonly kind: 'text' | 'mixed' | 'graphql'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

type RequestJson = {
  readonly name: string | null;
  readonly title: string | null;
  readonly line: number;
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string | null;
  readonly headers: readonly {
    readonly name: string;
    readonly value: string;
  }[];
  readonly body: BodyJson | null;
  readonly directives: readonly NameAndValue[];
};

/** `text` is what `file` was parsed from. */
export function parsedFileJson(file: HttpFile, text: string): ParsedFileJson {
  const requests = requestsOf(file).map(({ request, title, line, blockLine }) => ({
    name: request.name,
    title,
    line: line + 1,
    method: request.method?.text ?? 'GET',
    url: request.target.text,
    httpVersion: request.httpVersion?.text ?? null,
    headers: request.headers.map(({ name, value }) => ({
      name: name.text,
      value: value.text,
    })),
    body: request.body === null ? null : bodyJson(request.body),
    directives: request.directives.map((directive) => ({
      name: directive.name,
      value: directive.value,
      line: blockLine + directive.line + 1,
    })),
  }));
  const variables = variablesOf(file).map(({ variable, blockLine }) => ({
    name: variable.name.text,
    value: variable.value.text,
    line: blockLine + variable.line + 1,
  }));
  const problems = problemsOf(file).map(({ line, start, code, severity, message }) => ({
    line: line + 1,
    column: columnAt(text, start),
    code,
    severity,
    message,
  }));
  return { requests, variables, problems };
}

/** The column from 1 that an offset stands in. */
export function columnAt(text: string, offset: number): number {
  let lineStart = offset;
  while (lineStart > 0 && !isLineEnd(text.charCodeAt(lineStart - 1))) lineStart--;
  return offset - lineStart + 1;
}

function bodyJson(body: Body): BodyJson {
  if (body.kind === 'file') return { kind: 'file', path: body.path.text };
  return { kind: body.kind === 'data' ? 'text' : body.kind, text: body.text };
}
