/**
 * The tree of a `.http` file: types only.
 *
 * A file is a list of blocks, end to end. A block starts at a `###` line, or at a request that
 * needs none (see `unmarkedRequest.ts`), and holds at most one request.
 * Spans and lines inside a block count from the block's own start,
 * so that an edit in one block leaves every other block's tree as it is.
 * How blocks are reached: `blocks.ts`, `requests.ts`, `variablesOf.ts`, `problems.ts`.
 */
import type { Header } from './header.ts';
import type { Problem } from './problem.ts';
import type { Span, TextPart, Token } from './token.ts';

export type { Header, Span, TextPart, Token };

/** Its blocks are kept in chunks, so that an edit moves a thousand things and not every block. */
export type HttpFile = {
  readonly chunks: readonly PlacedChunk[];
  /** All of them, placed anew at each question: nothing for a keystroke in a large file. */
  readonly blocks: readonly PlacedBlock[];
};

/** A chunk and where it stands in the file: `offset` in UTF-16 units, `line` from 0. */
export type PlacedChunk = {
  readonly offset: number;
  readonly line: number;
  readonly chunk: Chunk;
};

/** Some blocks in a row, at least one; of lengths and line ends the sums. */
export type Chunk = {
  readonly blocks: readonly Block[];
  readonly length: number;
  readonly lineEnds: number;
  readonly hasVariables: boolean;
  readonly hasProblems: boolean;
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
  /** The `###` line without blanks before it and its line end; null where the block starts without one. */
  readonly separator: Span | null;
  /** What stands after the block's `###`, trimmed; null without one, or when it is empty. */
  readonly title: Token | null;
  readonly variables: readonly VariableDefinition[];
  /** `import` and `run` lines. */
  readonly statements: readonly Statement[];
  readonly request: Request | null;
  /** What stands in a block without a request; null with one, or when there is nothing. */
  readonly loose: Loose | null;
  readonly problems: readonly Problem[];
};

/**
 * What a block without a request says to others: httpYac's scripts and directives for a whole file,
 * and Kulala's `### Shared`, whose headers stand under a request line with the URL `NOP`.
 */
export type Loose = Pick<
  Request,
  'headers' | 'spreads' | 'directives' | 'scripts' | 'assertions' | 'responseFiles'
>;

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
  readonly argument: Token;
  /** What the argument says; '' without one. */
  readonly value: string;
  readonly line: number;
  readonly span: Span;
};

/** `import ./a.http`, `run #login (@user=bob, @n=2)`, `run ./a.http`. */
export type Statement = {
  readonly kind: 'import' | 'run';
  /** What follows the word, as written. */
  readonly argument: Token;
  /** The path of a file, or the name of a request behind `#`. */
  readonly target: Token;
  readonly names: 'file' | 'request';
  /** The variables to set for it. */
  readonly variables: readonly { readonly name: Token; readonly value: Token }[];
  readonly line: number;
  readonly span: Span;
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

/** httpYac's `...name` in the place of a header: the variable holds headers. */
export type HeaderSpread = {
  readonly name: Token;
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
  /** Empty where all of it comes from files. */
  readonly query: Token;
  /** What stands before the query: `gql name < path` lines (httpYac), or the file that holds it. */
  readonly files: readonly GraphqlFile[];
  readonly variables: Token | null;
  /** Where the variables come from a file (`< path`). */
  readonly variablesFile: FilePart | null;
  readonly line: number;
  readonly span: Span;
};

/** `gql name < path`: the operation or fragment of that name in a file; without a name, the whole. */
export type GraphqlFile = {
  readonly name: Token | null;
  readonly file: FilePart;
};

/**
 * What a body is made of where that is more than text: the parts of a `multipart/*` body, between
 * its boundary lines, or the messages of a `WEBSOCKET` or `GRPC` request, between `===` lines.
 */
export type BodyPart = {
  readonly kind: 'part' | 'message';
  /** Of a part, else none. */
  readonly headers: readonly Header[];
  /** Without the line end before the next mark. */
  readonly content: Span;
  /** Where the content is a single `< path` line. */
  readonly file: FilePart | null;
  /** The side that speaks first: `=== wait-for-server` stands before the message. */
  readonly waitsFor: 'server' | 'client' | null;
  readonly line: number;
  readonly span: Span;
};

/** `< {% … %}`, `< file.js`, `> {% … %}`, `> file.js`, and httpYac's `{{ … }}` lines. */
export type Script = {
  readonly when: 'before' | 'after';
  /** httpYac's word behind `{{@`, such as `streaming`; null without one. */
  readonly event: string | null;
  /** httpYac's `{{+`: for every request of the file. */
  readonly isForAll: boolean;
  /** `inline` is code, `file` a path. */
  readonly kind: 'inline' | 'file';
  readonly content: Token;
  readonly line: number;
  readonly span: Span;
};

/** `?? status == 200`, `?? header content-type includes json`, `?? phase tls < 50ms`. */
export type Assertion = {
  /** What follows the `??`, as written. */
  readonly text: Token;
  /** Its first word. */
  readonly target: Token;
  /** What stands between the target and the predicate, such as a header's name; null without. */
  readonly argument: Token | null;
  /** `==`, `includes`, `exists`, `reused` and the like; null without one. */
  readonly predicate: Token | null;
  readonly value: Token | null;
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
  readonly spreads: readonly HeaderSpread[];
  readonly body: Body | null;
  readonly parts: readonly BodyPart[];
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
