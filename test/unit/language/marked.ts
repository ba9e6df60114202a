/** A text with a `|` where the cursor is. */
import assert from 'node:assert/strict';
import type { HttpSource } from '../../../src/language/source.ts';
import { parse } from '../../../src/parser/parse.ts';

export type Marked = {
  readonly source: HttpSource;
  readonly text: string;
  readonly offset: number;
};

export function marked(written: string): Marked {
  const offset = written.indexOf('|');
  assert.ok(offset >= 0, 'the text has a cursor');
  const text = written.slice(0, offset) + written.slice(offset + 1);
  return { source: { text, file: parse(text) }, text, offset };
}

export function sourceOf(text: string): HttpSource {
  return { text, file: parse(text) };
}
