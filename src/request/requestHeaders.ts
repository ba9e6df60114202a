/** The headers of a request: expanded, checked, and without what the transport computes itself. */
import type { Header } from '../parser/httpFile.ts';
import { authorization } from './authorization.ts';
import { expandPart } from './expandPart.ts';
import type { Values } from './expand.ts';
import { excerpt, report } from './problems.ts';
import type { Findings } from './problems.ts';
import type { HeaderField } from './resolvedRequest.ts';

export type RequestHeaders = {
  readonly fields: HeaderField[];
  /** `Connection: close`. */
  readonly closesConnection: boolean;
};

export function requestHeaders(values: Values, findings: Findings): RequestHeaders {
  const fields: HeaderField[] = [];
  let closesConnection = false;
  for (const header of findings.placed.request.headers) {
    const before = findings.problems.length;
    const [name, value] = expandHeader(header, values, findings);
    // What is wrong with a header that lacks a variable would only confuse.
    if (findings.problems.length > before) continue;
    const lowerName = name.toLowerCase();
    if (lowerName === 'connection' && /(?:^|,)\s*close\s*(?:,|$)/i.test(value)) {
      closesConnection = true;
    } else if (computed.has(lowerName)) {
      const message = `\`${name}\` is left out: it is computed for the connection that is used`;
      report(findings, 'computed-header', 'information', message, header.name.span, header.line);
    } else if (isWellFormed(name, value, header, findings)) {
      const field = lowerName === 'authorization' ? authorize(value, header, findings) : value;
      fields.push([name, field]);
    }
  }
  return { fields, closesConnection };
}

/** The value of the first header of that lower-case name; null without one. */
export function headerValue(fields: readonly HeaderField[], lowerName: string): string | null {
  for (const [name, value] of fields) {
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) return value;
  }
  return null;
}

/** What a browser's "copy as" brings along, and what only holds for one connection. */
const computed = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

function expandHeader(header: Header, values: Values, findings: Findings): HeaderField {
  const { name, value, line } = header;
  const expand = (part: Header['name']): string => {
    return expandPart(part.text, { ...part, line }, values, findings);
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

function authorize(value: string, header: Header, findings: Findings): string {
  const made = authorization(value);
  if ('value' in made) return made.value;
  const message = `\`Authorization: ${made.unsupported}\` is not supported yet in this short form: write the whole value`;
  report(findings, 'not-supported-yet', 'error', message, header.value.span, header.line);
  return value;
}
