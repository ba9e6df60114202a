/**
 * What a request needs from outside before it can be sent, and what came of asking.
 * Resolving is pure and at once: it says what it lacks, a surface finds it out, and resolving is
 * done again with the answers (`prepare.ts`).
 */
import type { RequestQuery } from './requestQuery.ts';
import type { StreamedBody } from './resolvedRequest.ts';

/** `key` tells one need from another; an answer is kept under it. */
export type Need = PromptNeed | ResponseNeed | FileNeed;

/** A value that a person gives. */
export type PromptNeed = {
  readonly kind: 'prompt';
  readonly key: string;
  /** What `--var` would call it. */
  readonly name: string;
  /** What to ask; the name where the file has no words for it. */
  readonly text: string;
  /** Not to be seen while it is typed, nor anywhere afterwards. */
  readonly secret: boolean;
  /** To choose from; null where anything may be typed. */
  readonly choices: readonly string[] | null;
  readonly initial: string | null;
  /** Asked for once, and then remembered for the file. */
  readonly once: boolean;
};

/** A value of another request's last exchange. */
export type ResponseNeed = {
  readonly kind: 'response';
  readonly key: string;
  readonly query: RequestQuery;
};

/** A file of a body, as bytes; as text where there is an encoding. */
export type FileNeed = {
  readonly kind: 'file';
  readonly key: string;
  readonly path: string;
  readonly encoding: string | null;
};

/** A message says why there is no value; `failed` that another request's failure is why. */
export type Answer =
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly streamed: StreamedBody }
  | { readonly message: string; readonly failed?: true };

export type Answers = ReadonlyMap<string, Answer>;

export const noAnswers: Answers = new Map();

export function fileNeed(path: string, encoding: string | null): FileNeed {
  return { kind: 'file', key: `file ${encoding ?? ''} ${path}`, path, encoding };
}

/** Each once. */
export function distinctNeeds(needs: readonly Need[]): readonly Need[] {
  return [...new Map(needs.map((need) => [need.key, need])).values()];
}
