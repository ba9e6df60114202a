/** Whether a file may be written over with what a run recorded: a slip of the hand must not cost anybody a file. */
import { closeSync, openSync, readSync, statSync, type BigIntStats } from 'node:fs';

export type RecordKind = 'HAR' | 'HTML' | 'JUnit';

/** A sentence where `path` is one of the files that are sent, or holds something else; null where it may be written. */
export function recordTarget(
  path: string,
  kind: RecordKind,
  sent: readonly string[],
): string | null {
  const there = facts(path);
  if (there === null || !there.isFile()) return null;
  if (sent.some((file) => isSame(facts(file), there))) {
    return `${path} is a file to send, and is not written over. Name another file for the ${kind}`;
  }
  if (there.size === 0n || starts[kind].test(beginning(path))) return null;
  return `${path} is there already and holds no ${kind}: it is not written over. Name another file, or remove it first`;
}

const starts: Readonly<Record<RecordKind, RegExp>> = {
  HAR: /^\uFEFF?\s*\{\s*"log"/,
  JUnit: /^\uFEFF?\s*<\?xml[^>]*\?>\s*<testsuites?\b/,
  HTML: /^\uFEFF?\s*<(?:!doctype\s+html|html)\b/i,
};

function isSame(one: BigIntStats | null, other: BigIntStats): boolean {
  return one !== null && one.dev === other.dev && one.ino === other.ino;
}

/** Of what its links lead to; null where there is nothing, or nothing is known of it. */
function facts(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}

/** What can't be read counts as something else. */
function beginning(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(256);
      return new TextDecoder().decode(bytes.subarray(0, readSync(file, bytes)));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
