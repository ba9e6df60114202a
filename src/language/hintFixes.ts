/** The ways out of a hint: what to change in the file, and how to see it no more. */
import { blockAtOffset } from '../parser/blocks.ts';
import type { PlacedBlock } from '../parser/httpFile.ts';
import type { PlacedHint } from './findHints.ts';
import type { Fix } from './fixes.ts';
import { originChange } from './originChange.ts';
import { silencing } from './silencedHints.ts';
import {
  afterLineEnd,
  lineAround,
  lineEndOf,
  placed,
  type Change,
  type HttpSource,
  type Range,
} from './source.ts';

export function fixesForHint(source: HttpSource, hint: PlacedHint): readonly Fix[] {
  const at = blockAtOffset(source.file, hint.start);
  if (at === null) return [];
  const remedy = remedyFor(source, hint, at);
  const mended = remedy === null ? [] : [fix(remedy.title, remedy.change, true)];
  const silence = silencingChange(source, hint, at);
  return silence === null
    ? mended
    : [...mended, fix('Silence this hint for this request', silence, false)];
}

type Remedy = { readonly title: string; readonly change: Change };

function remedyFor(source: HttpSource, hint: PlacedHint, at: PlacedBlock): Remedy | null {
  const { remedy, place } = hint;
  if (remedy === null) return null;
  if (remedy.kind === 'origin') return originChange(source, at, remedy.from, remedy.to);
  if (place === 'http-version') return withoutVersion(source, hint);
  return withoutLine(source, hint);
}

/** Only a line that says this and nothing else: an option of `curl` is not cut out of its command. */
function withoutLine({ text }: HttpSource, { start }: Range): Remedy | null {
  const line = lineAround(text, start);
  const written = text.slice(line.start, line.end).trim();
  if (!/^(?:(?:#|\/\/)\s*@|connection\s*:)/i.test(written)) return null;
  const change = { start: line.start, end: afterLineEnd(text, line.end), text: '' };
  return { title: `Remove \`${written}\``, change };
}

function withoutVersion({ text }: HttpSource, { start, end }: Range): Remedy | null {
  const line = lineAround(text, start);
  const before = text.slice(line.start, start);
  const lead = /\s+HTTP\/$/i.exec(before)?.[0];
  if (lead === undefined) return null;
  const change = { start: start - lead.length, end, text: '' };
  return { title: `Remove \`${text.slice(change.start, end).trim()}\``, change };
}

/** Above the request line, or behind the codes that are silenced already. */
function silencingChange({ text }: HttpSource, hint: PlacedHint, at: PlacedBlock): Change | null {
  const { request } = at.block;
  if (request === null) return null;
  const code = hint.code.slice('reuse-'.length);
  const known = request.directives.find(({ name, value }) => name === silencing && value !== '');
  if (known !== undefined) {
    const { end } = placed(at, known.span);
    return { start: end, end, text: ` ${code}` };
  }
  const { start } = lineAround(text, placed(at, request.span).start);
  return { start, end: start, text: `# @${silencing} ${code}${lineEndOf(text)}` };
}

function fix(title: string, change: Change, isPreferred: boolean): Fix {
  return { title, changes: [change], isPreferred, isSnippet: false };
}
