/**
 * What a `{{name}}` may stand for: `--var` first, then prompts, other requests, the file's own
 * variables and the environment, in REST Client's order (`lookup.ts` asks them).
 */
import type { HttpFile, PlacedRequest } from '../parser/httpFile.ts';
import { noEnvironment, type Environment } from './environment.ts';
import { fileLayer } from './fileVariables.ts';
import { overrideLayer, type Layer } from './layers.ts';
import { noAnswers, type Answers, type PromptNeed } from './needs.ts';
import { promptsOf } from './promptNeeds.ts';
import { requestNames } from './requestNames.ts';
import type { RequestNames } from './requestQuery.ts';
import type { HeaderField } from './resolvedRequest.ts';

export type Scope = {
  /** Asked in this order. */
  readonly layers: readonly Layer[];
  /** Those of the request that is resolved; none in the scope of a whole file. */
  readonly prompts: ReadonlyMap<string, PromptNeed>;
  readonly requests: RequestNames;
  /** What has been found out so far. */
  readonly answers: Answers;
  readonly around: Surroundings;
};

/** What is around the file, and does not change while it is read. */
export type Surroundings = Chance & {
  readonly environment: Environment;
  /** A variable of the process; undefined without it. */
  readonly processVariable: (name: string) => string | undefined;
  /** Set where nothing of the surroundings may be read, to say why. */
  readonly untrusted: boolean;
  /** `$projectRoot`: a path; null where there is none. */
  readonly projectRoot: string | null;
  /** Added where a request has no such header. */
  readonly defaultHeaders: readonly HeaderField[];
  readonly formEncoding: FormEncoding;
};

/** What is done to `application/x-www-form-urlencoded`: REST Client's three ways. */
export type FormEncoding = 'automatic' | 'never' | 'always';

/** What `$timestamp`, `$guid` and `$randomInt` are made of. */
export type Chance = {
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1, 1 not included. */
  readonly random: () => number;
};

const nothingAround: Surroundings = {
  now: Date.now,
  random: Math.random,
  environment: noEnvironment,
  processVariable: () => undefined,
  untrusted: false,
  projectRoot: null,
  defaultHeaders: [],
  formEncoding: 'automatic',
};

/** `overrides` are what `--var` sets. */
export function fileScope(
  file: HttpFile,
  overrides: ReadonlyMap<string, string> = new Map(),
  around: Partial<Surroundings> = {},
): Scope {
  const all = { ...nothingAround, ...around };
  const own = [fileLayer(file), ...all.environment.layers];
  return {
    layers: overrides.size > 0 ? [overrideLayer(overrides), ...own] : own,
    prompts: new Map(),
    requests: requestNames(file),
    answers: noAnswers,
    around: all,
  };
}

/** The scope in which one request of the file is resolved. */
export function requestScope(scope: Scope, placed: PlacedRequest): Scope {
  const hasPrompts = placed.request.directives.some(({ name }) => name === 'prompt');
  return hasPrompts ? { ...scope, prompts: promptsOf(placed) } : scope;
}

export function withAnswers(scope: Scope, answers: Answers): Scope {
  return { ...scope, answers };
}
