/** Expands one part of a request and says where in the file its faults are. */
import type { Span } from '../parser/httpFile.ts';
import { expand, type Fault, type Values } from './expand.ts';
import { report, type Findings } from './problems.ts';
import { referencesIn, type Reference } from './references.ts';

/** What a part looks like in the file. */
export type Source = { readonly text: string; readonly span: Span; readonly line: number };

/** A piece of the tree, and the line it stands on. */
export function sourceOf({ text, span }: Omit<Source, 'line'>, line: number): Source {
  return { text, span, line };
}

/** `text` is the source's own, or what was made of it. A name is reported once in a part. */
export function expandPart(
  text: string,
  source: Source,
  values: Values,
  findings: Findings,
): string {
  const expanded = expand(text, values);
  const seen = new Set<string>();
  for (const fault of expanded.faults) {
    if (seen.has(fault.reference.name)) continue;
    seen.add(fault.reference.name);
    reportFault(fault, source, findings);
  }
  return expanded.text;
}

function reportFault(
  { code, message, reference }: Fault,
  source: Source,
  findings: Findings,
): void {
  const { text, span, line } = source;
  // Joined or unquoted text stands elsewhere than it does in the file: the whole part is meant.
  const isVerbatim = text.length === span.end - span.start;
  const place = isVerbatim ? placeOf(reference, text) : undefined;
  if (place === undefined) {
    report(findings, code, 'error', message, span, line);
    return;
  }
  const range = { start: span.start + place.start, end: span.start + place.end };
  const lineEnds = text.slice(0, place.start).match(/\r\n|\r|\n/g)?.length ?? 0;
  report(findings, code, 'error', message, range, line + lineEnds);
}

function placeOf({ name }: Reference, text: string): Reference | undefined {
  return referencesIn(text).find((reference) => reference.name === name);
}
