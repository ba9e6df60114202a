/** What is worth knowing about the thing at a place: a variable, a directive, a header. */
import { escapeMarkdown } from '../insight/markdown.ts';
import { printable } from '../insight/printable.ts';
import { blockAtOffset } from '../parser/blocks.ts';
import type { PlacedBlock } from '../parser/httpFile.ts';
import type { Explanation } from '../request/explain.ts';
import { directiveDoc } from './directiveDocs.ts';
import { headerDoc } from './headerDocs.ts';
import { definitionsOf, nameAt, useAt, type NameAt } from './occurrences.ts';
import { contains, placed, type HttpSource, type Range } from './source.ts';

export type Help = { readonly range: Range; readonly markdown: string };

export type HelpSources = {
  /** `name` is what stands between braces. */
  explain(name: string): Explanation;
  /** What a `$variable` makes; null for one that nobody knows. */
  dynamic(name: string): string | null;
};

export function helpAt(source: HttpSource, offset: number, sources: HelpSources): Help | null {
  const use = useAt(source, offset);
  if (use !== null) {
    const { range, whole } = use;
    if (use.kind === 'request') return { range, markdown: requestHelp(source, use.name) };
    return { range, markdown: variableHelp(whole, sources) };
  }
  const name = nameAt(source, offset);
  if (name !== null) return { range: name.range, markdown: nameHelp(source, name, sources) };
  const at = blockAtOffset(source.file, offset);
  return at === null ? null : (directiveHelp(at, offset) ?? headerHelp(at, offset));
}

function nameHelp(source: HttpSource, { kind, name }: NameAt, sources: HelpSources): string {
  return kind === 'variable' ? variableHelp(name, sources) : requestHelp(source, name);
}

function variableHelp(whole: string, sources: HelpSources): string {
  const title = `**${code(whole)}**`;
  const makes = whole.startsWith('$') ? sources.dynamic(whole) : null;
  if (makes !== null && !isFixed(whole)) return `${title} · ${makes}`;
  const { value, origin, label, place, secret } = sources.explain(whole);
  const lead = makes === null ? title : `${title} · ${makes}`;
  if (origin === null || value === null) return `${lead}\n\n${sentence(label)}`;
  const shown = secret ? code('***') : value === '' ? '*empty*' : code(value);
  const line = place === null ? '' : `, line ${place.line + 1}`;
  return `${lead} = ${shown}\n\n${sentence(label)}${line}`;
}

/** Those that read a value rather than make one. */
function isFixed(whole: string): boolean {
  return /^\$(?:processEnv|env|dotenv|shared|projectRoot|historyFolder)\b/.test(whole);
}

function requestHelp({ file }: HttpSource, name: string): string {
  const [first] = definitionsOf(file, { kind: 'request', name });
  if (first === undefined) return `No request of this file is named ${code(name)}`;
  return `Request **${code(name)}**, line ${first.line + 1}\n\n${code(first.text)}`;
}

function directiveHelp(at: PlacedBlock, offset: number): Help | null {
  for (const { name, argument, span } of at.block.request?.directives ?? []) {
    // The value is nothing to explain, but the marks are.
    const range = placed(at, { start: span.start, end: Math.max(span.start, argument.start) });
    const doc = contains(range, offset) ? directiveDoc(name) : null;
    if (doc === null) continue;
    const written = doc.takes === null ? `@${name}` : `@${name} ${doc.takes}`;
    return { range, markdown: `**${code(written)}**\n\n${doc.text}` };
  }
  return null;
}

function headerHelp(at: PlacedBlock, offset: number): Help | null {
  for (const { name } of at.block.request?.headers ?? []) {
    const range = placed(at, name.span);
    const doc = contains(range, offset) ? headerDoc(name.text) : null;
    if (doc !== null) return { range, markdown: `**${name.text}**\n\n${doc}` };
  }
  return null;
}

/** As code, whatever it holds; long values are cut. */
function code(text: string): string {
  const cut = printable(text.length <= 300 ? text : `${text.slice(0, 299)}…`).trim();
  const longest = Math.max(0, ...(cut.match(/`+/g) ?? []).map((marks) => marks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = cut === '' || cut.startsWith('`') || cut.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${cut}${pad}${fence}`;
}

/** Messages mark names with backticks; the rest of them may come from a file. */
function sentence(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? code(part) : escapeMarkdown(part)))
    .join('');
}
