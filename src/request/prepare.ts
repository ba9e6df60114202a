/** Resolves a request and finds out what it lacks, again and again until nothing is missing. */
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Answer, Answers, Need } from './needs.ts';
import { resolve, type Resolution } from './resolve.ts';
import { withAnswers, type Scope } from './scope.ts';

/** `given up` when a person would not answer. */
export type Prepared =
  | Exclude<Resolution, { readonly kind: 'needs' }>
  | { readonly kind: 'given-up' }
  /** Only what `find` left to be found out later. */
  | Extract<Resolution, { readonly kind: 'needs' }>;

/** Null gives up; `later` leaves the need to somebody else. */
export type FindAnswer = (need: Need) => Promise<Answer | 'later' | null>;

/** The answers that were found are put into `answers`, which may hold some already. */
export async function prepare(
  placed: PlacedRequest,
  scope: Scope,
  file: string,
  answers: Map<string, Answer>,
  find: FindAnswer,
): Promise<Prepared> {
  for (;;) {
    const known: Answers = new Map([...scope.answers, ...answers]);
    const resolution = resolve(placed, withAnswers(scope, known), file);
    if (resolution.kind !== 'needs') return resolution;
    let isFurther = false;
    for (const need of resolution.needs) {
      const answer = await find(need);
      if (answer === null) return { kind: 'given-up' };
      if (answer === 'later') continue;
      answers.set(need.key, answer);
      isFurther = true;
    }
    if (!isFurther) return resolution;
  }
}
