/** The headers of a request: expanded, checked, and without what the transport computes itself. */
import type { Header, HeaderSpread, Token } from '../parser/httpFile.ts';
import { authorization } from './authorization.ts';
import { excerpt } from './excerpt.ts';
import { expandPart, sourceOf } from './expandPart.ts';
import type { Values } from './expand.ts';
import { report, type Findings } from './problems.ts';
import type { HeaderField, Signing } from './resolvedRequest.ts';
import { valueText } from './valuePath.ts';

export type RequestHeaders = {
  readonly fields: readonly HeaderField[];
  /** `Connection: close`. */
  readonly closesConnection: boolean;
  /** What `Authorization` is made of when it is sent; then it is not among the fields. */
  readonly signing: Signing | null;
};

export function requestHeaders(values: Values, findings: Findings): RequestHeaders {
  const fields: HeaderField[] = [];
  let closesConnection = false;
  let signing: Signing | null = null;
  for (const header of findings.placed.request.headers) {
    const before = findings.problems.length;
    const needs = values.needs.length;
    const [name, value] = expandHeader(header, values, findings);
    // What is wrong with a header that lacks a variable would only confuse.
    if (findings.problems.length > before) continue;
    if (values.needs.length > needs) {
      fields.push([name, value]);
      continue;
    }
    const lowerName = name.toLowerCase();
    if (lowerName === 'connection' && asksToClose(value)) {
      closesConnection = true;
    } else if (computedHeaders.has(lowerName)) {
      const message = `\`${name}\` is left out: it is computed for the connection that is used`;
      report(findings, 'computed-header', 'information', message, header.name.span, header.line);
    } else {
      const field = lowerName === 'authorization' ? authorize(value, header, findings) : value;
      if (typeof field !== 'string') signing = field;
      else if (isWellFormed(name, field, header, findings)) fields.push([name, field]);
    }
  }
  for (const spread of findings.placed.request.spreads) {
    fields.push(...spreadFields(spread, values, findings));
  }
  return { fields, closesConnection, signing };
}

/** httpYac's `...name`: the variable is an object of headers. */
function spreadFields(
  { name, span, line }: HeaderSpread,
  values: Values,
  findings: Findings,
): readonly HeaderField[] {
  const before = values.needs.length + findings.problems.length;
  const source = { text: `{{${name.text}}}`, span, line };
  const text = expandPart(source.text, source, values, findings);
  if (values.needs.length + findings.problems.length > before) return [];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.entries(value).map(([key, field]) => [key, valueText(field)]);
    }
  } catch {
    // What is no JSON is no object either.
  }
  const message = `\`${excerpt(name.text)}\` is no object of headers, such as {"Accept": "text/html"}`;
  report(findings, 'invalid-header', 'error', message, span, line);
  return [];
}

/** Whether this value of `Connection` asks for its end. */
export function asksToClose(value: string): boolean {
  return /(?:^|,)\s*close\s*(?:,|$)/i.test(value);
}

/** What a browser's "copy as" brings along, and what only holds for one connection. */
export const computedHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

function expandHeader(header: Header, values: Values, findings: Findings): HeaderField {
  const { name, value, line } = header;
  const expand = (part: Token): string => {
    return expandPart(part.text, sourceOf(part, line), values, findings);
  };
  return [expand(name), expand(value).trim()];
}

/** RFC 9110, 5.1 and 5.5: a name is a token; a value has no control characters, and is Latin-1. */
function isWellFormed(name: string, value: string, header: Header, findings: Findings): boolean {
  const { line } = header;
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) {
    const message = `\`${excerpt(name)}\` is no header name: letters, digits and - are, blanks are not`;
    report(findings, 'invalid-header', 'error', message, header.name.span, line);
    return false;
  }
  const bad = /[^\t\x20-\x7e\x80-\xff]/u.exec(value)?.[0];
  if (bad === undefined) return true;
  const code = (bad.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `The value of \`${name}\` holds U+${code}, which no header can carry: percent-encode it or leave it out`;
  report(findings, 'invalid-header', 'error', message, header.value.span, line);
  return false;
}

function authorize(value: string, header: Header, findings: Findings): string | Signing {
  const made = authorization(value);
  if (/^digest\s+[^\s=:]+$/i.test(value)) {
    const message =
      'Digest needs a password after the user: without one the value is sent as it is written';
    report(findings, 'invalid-header', 'warning', message, header.value.span, header.line);
  }
  if ('value' in made) return made.value;
  if ('signing' in made) return made.signing;
  const way = /^(?:ntlm|negotiate)$/i.test(made.unsupported)
    ? 'use Basic or Digest, or a token'
    : 'write the whole value';
  const message = `\`Authorization: ${made.unsupported}\` is not supported yet in this short form: ${way}`;
  report(findings, 'not-supported-yet', 'error', message, header.value.span, header.line);
  return value;
}
