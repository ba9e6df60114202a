/** A header, kept as five offsets: a large file has more headers than anything else. */
import { Token } from './token.ts';

export class Header {
  declare readonly source: string;
  declare readonly nameStart: number;
  declare readonly nameEnd: number;
  declare readonly valueStart: number;
  declare readonly valueEnd: number;
  /** From the start of the block. */
  declare readonly line: number;

  constructor(
    source: string,
    nameStart: number,
    nameEnd: number,
    valueStart: number,
    valueEnd: number,
    line: number,
  ) {
    this.source = source;
    this.nameStart = nameStart;
    this.nameEnd = nameEnd;
    this.valueStart = valueStart;
    this.valueEnd = valueEnd;
    this.line = line;
  }

  get name(): Token {
    return new Token(this.source, this.nameStart, this.nameEnd);
  }

  get value(): Token {
    return new Token(this.source, this.valueStart, this.valueEnd);
  }
}

/** A header that does not stand in the file as it is sent: an option of `curl`, a folded value. */
export class RewordedHeader extends Header {
  readonly #name: Token;
  readonly #value: Token;

  constructor(name: Token, value: Token, line: number) {
    const { text } = name;
    const whole = `${text}:${value.text}`;
    super(whole, 0, text.length, text.length + 1, whole.length, line);
    this.#name = name;
    this.#value = value;
  }

  override get name(): Token {
    return this.#name;
  }

  override get value(): Token {
    return this.#value;
  }
}

/** The value of the first header of that lower-case name, or ''. */
export function headerText(headers: readonly Header[], name: string): string {
  const first = name.charCodeAt(0);
  for (const { source, nameStart, nameEnd, valueStart, valueEnd } of headers) {
    if (nameEnd - nameStart !== name.length) continue;
    // A letter's cases differ in one bit; most headers fall out here.
    if ((source.charCodeAt(nameStart) | 32) !== first) continue;
    if (source.slice(nameStart, nameEnd).toLowerCase() === name) {
      return source.slice(valueStart, valueEnd);
    }
  }
  return '';
}
