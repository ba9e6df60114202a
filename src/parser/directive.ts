/** `# @name value`, kept in few words: many a request has one. */
import type { Directive } from './httpFile.ts';
import { Reworded, Token, type Span } from './token.ts';

export class WrittenDirective implements Directive {
  declare readonly name: string;
  declare readonly source: string;
  declare readonly start: number;
  declare readonly valueStart: number;
  declare readonly end: number;
  declare readonly line: number;

  constructor(
    name: string,
    source: string,
    start: number,
    valueStart: number,
    end: number,
    line: number,
  ) {
    this.name = name;
    this.source = source;
    this.start = start;
    this.valueStart = valueStart;
    this.end = end;
    this.line = line;
  }

  get argument(): Token {
    return new Token(this.source, this.valueStart, this.end);
  }

  get value(): string {
    return this.source.slice(this.valueStart, this.end);
  }

  get span(): Span {
    return { start: this.start, end: this.end };
  }
}

/** A directive that an option of `curl` stands for. */
export function impliedDirective(name: string, value: string, span: Span, line: number): Directive {
  return { name, argument: new Reworded(value, span), value, line, span };
}
