/** Whether the parts of a multipart body are where its boundary says. */
import type { Body, Header } from '../parser/httpFile.ts';
import { excerpt } from './excerpt.ts';
import { report, type Findings } from './problems.ts';
import type { HeaderField } from './resolvedRequest.ts';

/**
 * The content type to send: one without a boundary gets that of the body (JetBrains).
 * `text` is what is written between the files, references expanded.
 */
export function checkMultipart(
  contentType: string,
  text: string,
  body: Body,
  findings: Findings,
): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  const named = boundaryOf(contentType);
  // That of a browser begins with dashes itself.
  const found = lines.find((line) => /^--[^\s]*\w/.test(line))?.slice(2) ?? null;
  const boundary = named ?? found;
  const warn = (message: string): void => {
    report(findings, 'multipart-parts', 'warning', message, body.span, body.line);
  };
  if (boundary === null) {
    const message = 'A multipart body needs a boundary: add `; boundary=x` to its Content-Type';
    report(findings, 'missing-boundary', 'error', message, body.span, body.line);
    return contentType;
  }
  const shown = excerpt(boundary);
  if (!lines.includes(`--${boundary}`)) {
    warn(`No part starts with \`--${shown}\`, the boundary of the Content-Type`);
  } else if (!lines.includes(`--${boundary}--`)) {
    warn(`The last part is not closed: end the body with \`--${shown}--\``);
  }
  checkPartHeads(/^multipart\/form-data/i.test(contentType), findings);
  return named === null ? `${contentType}; boundary=${quoted(boundary)}` : contentType;
}

/** What servers refuse, or take for something else, without a word that helps (RFC 7578, section 4.2). */
function checkPartHeads(isForm: boolean, findings: Findings): void {
  for (const { headers, content, span, line } of findings.placed.request.parts) {
    const last = headers.at(-1);
    const warn = (message: string): void => {
      report(findings, 'multipart-parts', 'warning', message, span, line);
    };
    const between = last?.source.slice(last.valueEnd, content.start) ?? '\n\n';
    if (content.end > content.start && (between.match(/\r\n?|\n/g) ?? []).length < 2) {
      warn('This part has no blank line between its headers and its content: add one');
    } else if (isForm && !headers.some(namesPart)) {
      warn('This part of a form has no name: add `Content-Disposition: form-data; name="x"`');
    }
  }
}

function namesPart({ name, value }: Header): boolean {
  return name.text.toLowerCase() === 'content-disposition' && /;\s*name\*?=/i.test(value.text);
}

/** The fields with another content type. */
export function withContentType(
  fields: readonly HeaderField[],
  contentType: string,
): readonly HeaderField[] {
  return fields.map(([name, value]) => {
    return name.toLowerCase() === 'content-type' ? [name, contentType] : [name, value];
  });
}

function boundaryOf(contentType: string): string | null {
  const [, inQuotes, bare] = /;\s*boundary=(?:"([^"]*)"|([^\s;]+))/i.exec(contentType) ?? [];
  return inQuotes ?? bare ?? null;
}

/** RFC 2046: what is no token stands in quotes. */
function quoted(boundary: string): string {
  return /^[!#$%&'*+\-.^_`|~\w]+$/.test(boundary) ? boundary : `"${boundary}"`;
}
