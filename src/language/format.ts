/**
 * Formatting that changes no meaning: the blanks within lines that are no body, the blank lines
 * around requests, and the indentation of JSON.
 */
import type { Block, HttpFile, PlacedBlock } from '../parser/httpFile.ts';
import { headerText } from '../parser/header.ts';
import { gapChanges } from './formatGaps.ts';
import { isJsonBody, reindented } from './jsonBody.ts';
import { untouchedLines } from './untouchedLines.ts';
import {
  afterLineEnd,
  lineAround,
  lineEndOf,
  type Change,
  type HttpSource,
  type Text,
} from './source.ts';

/** One indentation of JSON. */
export type FormatOptions = { readonly indent: string };

/** In the order of the file, none touching another; blocks outside of `within` are left alone. */
export function formatted(
  source: HttpSource,
  options: FormatOptions,
  within: { readonly start: number; readonly end: number } = { start: 0, end: source.text.length },
): readonly Change[] {
  if (isBinary(source.file) || hasMixedLineEnds(source.text)) return [];
  const { blocks } = source.file;
  const changes = blocks.flatMap((at, index) => {
    const end = at.offset + at.block.length;
    if (end < within.start || at.offset > within.end) return [];
    return inBlock(source, at, blocks[index + 1] ?? null, options);
  });
  return changes.filter(
    ({ start, end, text }) =>
      within.start <= start && end <= within.end && source.text.slice(start, end) !== text,
  );
}

/** A CR and an LF that come together are one line end: between them nothing can be taken away. */
function hasMixedLineEnds(text: Text): boolean {
  const whole = text.slice(0, text.length);
  return whole.includes('\r') && whole.includes('\n') && /\r(?!\n)/.test(whole);
}

function isBinary(file: HttpFile): boolean {
  return file.blocks.some(({ block }) => block.problems.some(({ code }) => code === 'binary-file'));
}

function inBlock(
  source: HttpSource,
  { offset, block }: PlacedBlock,
  next: PlacedBlock | null,
  { indent }: FormatOptions,
): readonly Change[] {
  const text = source.text.slice(offset, offset + block.length);
  const own = [
    ...gapChanges(block, text),
    ...lineChanges(block, text, offset === 0),
    ...endChanges(block, text, { lineEnd: lineEndOf(source.text), isFirst: offset === 0, next }),
    ...jsonChanges(block, indent),
  ];
  const placed = own.map((change) => ({
    start: offset + change.start,
    end: offset + change.end,
    text: change.text,
  }));
  return placed.sort((a, b) => a.start - b.start || a.end - b.end);
}

type Line = {
  readonly start: number;
  readonly end: number;
  /** Where the next line starts. */
  readonly next: number;
  readonly isBlank: boolean;
};

/** Blanks at the ends of lines, and blank lines in a row, up to the last line that is none. */
function lineChanges(block: Block, text: string, isFirst: boolean): readonly Change[] {
  const lines = inkLines(text);
  const isUntouched = untouchedLines(block, text);
  return lines.flatMap((line, index) => {
    if (isUntouched(index)) return [];
    if (!line.isBlank) return trimmed(text, line);
    if (text.startsWith('\ufeff', line.start)) return [];
    const isExtra = index === 0 ? isFirst : lines[index - 1]?.isBlank === true;
    return [{ start: line.start, end: isExtra ? line.next : line.end, text: '' }];
  });
}

type Place = {
  readonly lineEnd: string;
  readonly isFirst: boolean;
  readonly next: PlacedBlock | null;
};

/** One blank line before the next `###`, one line end at the end of the file. */
function endChanges(block: Block, text: string, place: Place): readonly Change[] {
  const { lineEnd, isFirst, next } = place;
  const lines = inkLines(text);
  const last = lines.at(-1);
  // The blank lines before a request without a `###` are its own.
  if (next !== null && next.block.separator === null) return [];
  if (last === undefined) {
    const isNothing = isFirst && next !== null && !text.startsWith('\ufeff');
    return isNothing ? [{ start: 0, end: text.length, text: '' }] : [];
  }
  // Behind a script that is never closed blank lines are part of it, behind a body they are not.
  const isInScript = block.request?.body == null && untouchedLines(block, text)(lines.length - 1);
  if (isInScript) return [];
  const wanted = next === null ? 1 : 2;
  const written = text.slice(last.end).replace(/\r\n?/g, '\n');
  if (written === '\n'.repeat(wanted)) return [];
  return [{ start: last.end, end: text.length, text: lineEnd.repeat(wanted) }];
}

/** What the parser takes for nothing. */
const blank = /^[ \t\v\f\u00a0\ufeff]*$/;

function trimmed(text: string, { start, end }: Line): readonly Change[] {
  const kept = text.slice(start, end).replace(/[ \t]+$/, '');
  // `?? ` without its blank is none.
  return /^\s*\?\?$/.test(kept) ? [] : [{ start: start + kept.length, end, text: '' }];
}

/** The lines up to the last that is not blank. */
function inkLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let ink = 0;
  for (let start = 0; start < text.length;) {
    const { end } = lineAround(text, start);
    const next = afterLineEnd(text, end);
    lines.push({ start, end, next, isBlank: blank.test(text.slice(start, end)) });
    if (lines.at(-1)?.isBlank === false) ink = lines.length;
    start = next;
  }
  return lines.slice(0, ink);
}

function jsonChanges({ request }: Block, indent: string): readonly Change[] {
  if (request?.body?.kind !== 'text') return [];
  const { text, span } = request.body;
  const type = headerText(request.headers, 'content-type');
  if (text.length > maxJson || !isJsonBody(text, type)) return [];
  return [{ start: span.start, end: span.end, text: reindented(text, indent) }];
}

/** Longer bodies are data rather than something a person has written. */
const maxJson = 1_000_000;
