/** The pieces that the clauses of both reason tables are made of; each is empty where its number is unknown. */
import type { Because } from '../pool/reasons.ts';
import { duration, limitDuration } from './duration.ts';
import { count } from './count.ts';

export type Words = {
  /** A clause that fits after "because": names connections and numbers. */
  readonly clause: (because: Because<string>, host: string) => string;
  /** The same for the one line of the annotation and the lens. */
  readonly short: (because: Because<string>, host: string) => string;
  /** What curl 8.22 prints in this case, quoted as documentation; null where it prints nothing. */
  readonly curl: ((because: Because<string>) => string | null) | null;
};

/** `#3`. */
export function the(because: Because<string>): string {
  return because.connection === null ? 'the connection' : `#${because.connection}`;
}

/** ` after 5 requests`. */
export function after(because: Because<string>): string {
  return because.served === null ? '' : ` after ${count(because.served, 'request')}`;
}

/** ` after 5.0 s idle`. */
export function idle(because: Because<string>): string {
  return because.idleMs === null ? '' : ` after ${duration(because.idleMs)} idle`;
}

/** ` 24.0 h after it was opened`. */
export function age(because: Because<string>): string {
  return because.ageMs === null ? '' : ` ${duration(because.ageMs)} after it was opened`;
}

/** The limit in time, such as ` of 118 s` with ` of ` as the lead. */
export function limit(because: Because<string>, lead: string): string {
  return because.limit === null ? '' : `${lead}${limitDuration(because.limit)}`;
}

/** The limit as a count, between a lead and a tail. */
export function limitCount(because: Because<string>, lead: string, tail: string): string {
  return because.limit === null ? '' : `${lead}${because.limit}${tail}`;
}

/** A number for curl's own wording; an ellipsis where it is unknown. */
export function number(value: number | null): string {
  return value === null ? '…' : String(Math.round(value));
}
