/**
 * References to other requests of the file, told by their shape:
 * `login.response.body.$.token` (REST Client), `login.token` and `loginResponse.statusCode` (httpYac).
 */

/** Whether a name is that of a request of the file. */
export type RequestNames = {
  readonly has: (name: string) => boolean;
  readonly all: () => Iterable<string>;
  /** Where the block of the first request with that `# @name` starts; null without one. */
  readonly firstAt: (name: string) => number | null;
};

/** What is asked of whose exchange; `written` is the reference itself. */
export type RequestQuery = {
  readonly written: string;
  /** The name of the request. */
  readonly request: string;
  /** `request` is what was sent, `response` what came back. */
  readonly side: 'request' | 'response';
  readonly part: QueryPart;
};

export type QueryPart =
  | { readonly kind: 'header'; readonly name: string; readonly index: number | null }
  | { readonly kind: 'status' }
  /** The whole body, as text. */
  | { readonly kind: 'body' }
  /** JSONPath or XPath, by the type of the body where `language` is null. */
  | {
      readonly kind: 'query';
      readonly language: 'json' | 'xml' | null;
      readonly expression: string;
    }
  /** httpYac: a path into the body, read as JSON. */
  | { readonly kind: 'value'; readonly path: string };

/** REST Client's form; null for any other. The request need not exist. */
export function explicitQuery(written: string): RequestQuery | null {
  const match = /^([\w-]+)\.(request|response)\.(.*)$/s.exec(written);
  if (match === null) return null;
  const [, request = '', side = '', rest = ''] = match;
  const part = explicitPart(rest);
  if (part === null) return null;
  return { written, request, side: side === 'request' ? 'request' : 'response', part };
}

/** httpYac's forms, where a request has the name; null for any other. */
export function shortQuery(written: string, names: RequestNames): RequestQuery | null {
  const match = /^([A-Za-z_$][\w$-]*)(.*)$/s.exec(written);
  if (match === null) return null;
  const [, first = '', rest = ''] = match;
  if (rest !== '' && !/^[.[]/.test(rest)) return null;
  if (names.has(first)) {
    return { written, request: first, side: 'response', part: { kind: 'value', path: rest } };
  }
  const request = first.endsWith('Response') ? first.slice(0, -'Response'.length) : '';
  const part = names.has(request) ? responsePart(rest) : null;
  return part === null ? null : { written, request, side: 'response', part };
}

function explicitPart(rest: string): QueryPart | null {
  if (rest === 'status' || rest === 'statusCode') return { kind: 'status' };
  if (rest === 'body' || rest === 'body.*') return { kind: 'body' };
  if (rest.startsWith('headers.')) return headerPart(rest.slice('headers.'.length));
  const [, language, expression = ''] = /^body\.(?:as(Json|Xml)\.)?(.+)$/s.exec(rest) ?? [];
  if (expression === '') return null;
  const forced = language === undefined ? null : language === 'Json' ? 'json' : 'xml';
  return { kind: 'query', language: forced, expression };
}

/** `.statusCode`, `.headers.X`, `.headers["X"]`, `.body`, `.parsedBody.x`. */
function responsePart(rest: string): QueryPart | null {
  if (/^\.status(?:Code)?$/.test(rest)) return { kind: 'status' };
  if (rest === '.body') return { kind: 'body' };
  const body = /^\.parsedBody(.*)$/s.exec(rest)?.[1];
  if (body !== undefined) return { kind: 'value', path: body };
  const [, plain, quoted] = /^\.headers(?:\.(.+)|\[["'](.+)["']\])$/s.exec(rest) ?? [];
  const name = plain ?? quoted;
  return name === undefined ? null : headerPart(name);
}

/** `Set-Cookie[1]` is the second of several (Kulala). */
function headerPart(written: string): QueryPart | null {
  const [, name = '', index] = /^([^[\]\s]+)(?:\[(\d{1,4})\])?$/.exec(written.trim()) ?? [];
  if (name === '') return null;
  return { kind: 'header', name, index: index === undefined ? null : Number(index) };
}
