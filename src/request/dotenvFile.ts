/** `.env`: what the dotenv library reads of it, and where. */
import { parse } from 'dotenv';
import type { FileProblem } from './environmentJson.ts';

export type DotenvValue = { readonly text: string; readonly line: number };

export type DotenvFile = {
  readonly values: ReadonlyMap<string, DotenvValue>;
  readonly problems: readonly FileProblem[];
};

export function readDotenv(text: string, file: string): DotenvFile {
  const lines = text.split(/\r\n?|\n/);
  const values = new Map<string, DotenvValue>();
  const read = parse(text);
  const problems: FileProblem[] = [];
  let quote: string | null = null;
  lines.forEach((content, line) => {
    if (quote !== null) {
      if (content.includes(quote)) quote = null;
      return;
    }
    const [, name, rest = ''] = definition.exec(content) ?? [];
    if (name !== undefined) {
      const value = read[name];
      if (value !== undefined) values.set(name, { text: value, line });
      quote = openQuote(rest);
    } else if (!/^\s*(?:#|$)/.test(content)) {
      const message = 'This line sets nothing: write `NAME=value`, or # before a comment';
      problems.push({ file, line, column: 0, message });
    }
  });
  return { values, problems };
}

const definition = /^\s*(?:export\s+)?([\w.-]+)(?:\s*=|:\s)(.*)$/;

/** The quote that a value opens and does not close on its line. */
function openQuote(value: string): string | null {
  const quote = /^\s*(["'`])/.exec(value)?.[1];
  if (quote === undefined) return null;
  const isClosed = value.trimStart().slice(1).replaceAll(`\\${quote}`, '').includes(quote);
  return isClosed ? null : quote;
}
