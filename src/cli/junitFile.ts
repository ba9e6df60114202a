/** `--junit F`: each case is written as it is known, so that a run of any length takes the same memory. */
import {
  junitEnd,
  junitHead,
  junitName,
  junitSent,
  junitSkipped,
  junitWrong,
  type JunitCounts,
  type JunitName,
} from '../insight/junit.ts';
import type { RequestSource } from '../request/resolvedRequest.ts';
import type { LeftOut } from './leftOut.ts';
import { openRecordFile, type Recorder } from './recorder.ts';

const none: JunitCounts = { tests: 0, failures: 0, errors: 0, skipped: 0, total: 0 };

/** A sentence where the file can't be made. */
export function openJunitFile(path: string): Recorder | string {
  const file = openRecordFile(path);
  if (typeof file === 'string') return file;
  const startedAt = new Date().toISOString().slice(0, 19);
  const nameOf = createNames();
  let counts = none;
  const count = (kind: 'failures' | 'errors' | 'skipped' | null, total = 0): void => {
    counts = { ...counts, tests: counts.tests + 1, total: counts.total + total };
    if (kind !== null) counts = { ...counts, [kind]: counts[kind] + 1 };
  };
  file.write(junitHead(counts, startedAt));
  return {
    add: (exchange) => {
      count(exchange.failure === null ? null : 'failures', exchange.total);
      file.write(junitSent(exchange, nameOf(exchange.source)));
    },
    leaveOut: (one) => {
      const name = nameOf(one.source);
      count(one.because === 'wrong' ? 'errors' : 'skipped');
      const isWrong = one.because === 'wrong';
      file.write(isWrong ? junitWrong(one.problems, name) : junitSkipped(whyOf(one), name));
    },
    close: () => {
      file.write(junitEnd);
      file.rewriteStart(junitHead(counts, startedAt));
      return file.close();
    },
  };
}

function whyOf({ problems: [first] }: LeftOut): string {
  return first?.message ?? 'The run ended before its turn';
}

/** ` (2)` and so on for those of the same name, such as with `--repeat`. */
function createNames(): (source: RequestSource) => JunitName {
  const used = new Map<string, number>();
  return (source) => {
    const named = junitName(source);
    const key = `${named.className}\n${named.name}`;
    const times = (used.get(key) ?? 0) + 1;
    used.set(key, times);
    return times === 1 ? named : { ...named, name: `${named.name} (${times})` };
  };
}
