/**
 * Pieces of a block. A piece keeps where it stands and cuts its text out when it is asked for it:
 * a tree of a large file then weighs less than a copy of the file.
 * So read nodes by name; a spread (`{ ...token }`) loses what is cut out.
 */

/** A piece of text: UTF-16 offsets from the start of its block, `end` not included. */
export type Span = { readonly start: number; readonly end: number };

/** A piece with what it says, as written. */
export class Token {
  /** The file's text from the block's start on. */
  declare readonly source: string;
  declare readonly start: number;
  declare readonly end: number;

  constructor(source: string, start: number, end: number) {
    this.source = source;
    this.start = start;
    this.end = end;
  }

  get text(): string {
    return this.source.slice(this.start, this.end);
  }

  get span(): Span {
    return this;
  }
}

/** A piece that says something else than what stands there: quotes taken off, lines joined. */
export class Reworded extends Token {
  constructor(text: string, { start, end }: Span) {
    super(text, start, end);
  }

  override get text(): string {
    return this.source;
  }
}

/** Lines of a body as written, with the file's own line ends; `line` is the one it starts on. */
export class TextPart extends Token {
  declare readonly line: number;

  constructor(source: string, start: number, end: number, line: number) {
    super(source, start, end);
    this.line = line;
  }

  get kind(): 'text' {
    return 'text';
  }
}

/** Text of a body that does not stand in the file as it is sent: an option of `curl`. */
export class RewordedText extends TextPart {
  constructor(text: string, { start, end }: Span, line: number) {
    super(text, start, end, line);
  }

  override get text(): string {
    return this.source;
  }
}
