/**
 * The tree of a `.http` file: types only.
 *
 * A file is a list of blocks, end to end. A block starts at a `###` line, or at a request that
 * needs none (see `unmarkedRequest.ts`), and holds at most one request.
 * Spans and lines inside a block count from the block's own start,
 * so that an edit in one block leaves every other block's tree as it is.
 */
import type { Problem } from './problem.ts';

/** A piece of text: UTF-16 offsets from the start of its block, `end` not included. */
export type Span = { readonly start: number; readonly end: number };

/** A piece of text with what it says, as written. */
export type Token = { readonly text: string; readonly span: Span };

export type HttpFile = {
  readonly blocks: readonly PlacedBlock[];
};

/** A block and where it stands in the file: `offset` in UTF-16 units, `line` from 0. */
export type PlacedBlock = {
  readonly offset: number;
  readonly line: number;
  readonly block: Block;
};

export type Block = {
  /** UTF-16 units, line ends included. The lengths of all blocks sum to the text's length. */
  readonly length: number;
  /** How many line ends the block holds. */
  readonly lineEnds: number;
  /** The `###` line, its line end left out; null where the block starts without one. */
  readonly separator: Span | null;
  /** What stands after the block's `###`, trimmed; null without one, or when it is empty. */
  readonly title: Token | null;
  readonly variables: readonly VariableDefinition[];
  /** `import` and `run` lines. */
  readonly statements: readonly Statement[];
  readonly request: Request | null;
  readonly problems: readonly Problem[];
};

/** `@name = value`. */
export type VariableDefinition = {
  readonly name: Token;
  /** Trimmed, as written, references not expanded. */
  readonly value: Token;
  readonly line: number;
  readonly span: Span;
};

/** `# @name value` or `// @name value`; the name in kebab case, whatever the file spells. */
export type Directive = {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly span: Span;
};

/** `import ./a.http`, `run #login (@user=bob)`, `run ./a.http`. */
export type Statement = {
  readonly kind: 'import' | 'run';
  /** What follows the word, as written. */
  readonly argument: Token;
  readonly line: number;
  readonly span: Span;
};

export type Header = {
  readonly name: Token;
  readonly value: Token;
  readonly line: number;
};

/** `< path` (sent untouched), `<@ path` or `<@latin1 path` (decoded, references expanded). */
export type FilePart = {
  readonly kind: 'file';
  readonly path: Token;
  readonly expands: boolean;
  /** The word after `<@`; null without one, which means UTF-8. */
  readonly encoding: string | null;
  readonly line: number;
  readonly span: Span;
};

/** As written, with the file's own line ends; `line` is the one it starts on. */
export type TextPart = {
  readonly kind: 'text';
  readonly text: string;
  readonly line: number;
  readonly span: Span;
};

/** The blank lines at its start and before the next separator are left out. */
export type Body = TextPart | FilePart | DataBody | MixedBody | GraphqlBody;

/** The data of a `curl` command: sent as it is, no line end or character changed. */
export type DataBody = {
  readonly kind: 'data';
  readonly text: string;
  readonly line: number;
  readonly span: Span;
};

/** Lines of text and files in turn, such as a multipart body; the parts cover the span. */
export type MixedBody = {
  readonly kind: 'mixed';
  readonly text: string;
  readonly parts: readonly (TextPart | FilePart)[];
  readonly line: number;
  readonly span: Span;
};

/** A query and its variables, a JSON object. */
export type GraphqlBody = {
  readonly kind: 'graphql';
  readonly text: string;
  readonly query: Token;
  readonly variables: Token | null;
  readonly line: number;
  readonly span: Span;
};

/** `< {% … %}`, `< file.js`, `> {% … %}`, `> file.js`, and httpYac's `{{ … }}` lines. */
export type Script = {
  readonly when: 'before' | 'after';
  /** `inline` is code, `file` a path. */
  readonly kind: 'inline' | 'file';
  readonly content: Token;
  readonly line: number;
  readonly span: Span;
};

/** `?? status == 200`: what follows the `??`, as written. */
export type Assertion = {
  readonly text: Token;
  readonly line: number;
  readonly span: Span;
};

/** `>> path` saves the response, `>>! path` over what is there, `<> path` links to an old one. */
export type ResponseFile = {
  readonly kind: 'save' | 'overwrite' | 'link';
  readonly path: Token;
  readonly line: number;
  readonly span: Span;
};

export type Request = {
  /** From the request line to the end of the body, and of the scripts and the like after it. */
  readonly span: Span;
  /** The request line's, from the start of the block. */
  readonly line: number;
  /** The last line of the request, from the start of the block. */
  readonly endLine: number;
  /** The value of `# @name`, else null. */
  readonly name: string | null;
  /** As written; null when the line starts with the URL, which means GET. */
  readonly method: Token | null;
  /** The URL as written, continuation lines joined, references not expanded. */
  readonly target: Token;
  /** What follows `HTTP/`, such as `1.1`; null without one. */
  readonly httpVersion: Token | null;
  readonly headers: readonly Header[];
  readonly body: Body | null;
  readonly directives: readonly Directive[];
  readonly scripts: readonly Script[];
  readonly assertions: readonly Assertion[];
  readonly responseFiles: readonly ResponseFile[];
};

/** A request and where its block stands: add these to turn its spans and lines into the file's. */
export type PlacedRequest = {
  readonly request: Request;
  readonly title: string | null;
  /** What the parser found in the request's block. */
  readonly problems: readonly Problem[];
  /** The block's, in the file. */
  readonly offset: number;
  /** The line the block starts on, in the file, from 0. */
  readonly blockLine: number;
  /** The request line's number in the file, from 0. */
  readonly line: number;
  /** The last line of the request in the file, from 0. */
  readonly endLine: number;
};
