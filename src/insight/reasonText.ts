/** Why a connection was opened or closed, in words: one sentence for each member of the two closed lists. */
import type { Because, ClosedBecause, OpenedBecause, OpenedCode } from '../pool/reasons.ts';
import { closedWords } from './closedWords.ts';
import { openedWords } from './openedWords.ts';
import type { Words } from './words.ts';

/** A clause such as `the server closed #3 after 5.0 s idle`. */
export function describeOpened(because: OpenedBecause, host = 'this host'): string {
  return wordsFor(because.code).clause(because, host);
}

/** The same for the one line of the annotation: `server closed #3 after 5.0 s idle`. */
export function shortOpened(because: OpenedBecause, host: string): string {
  return wordsFor(because.code).short(because, host);
}

/** A clause such as `the server sent Connection: close on #3 after 5 requests`. */
export function describeClosed(because: ClosedBecause): string {
  return wordsFor(because.code).clause(because, '');
}

/** The same for a row of the Connections view: `server closed #3 after 5.0 s idle`. */
export function shortClosed(because: ClosedBecause): string {
  return wordsFor(because.code).short(because, '');
}

/** What curl 8.22 prints with `-v` in this case; null where it prints nothing of its own. */
export function curlWording(because: Because<OpenedCode>): string | null {
  return wordsFor(because.code).curl?.(because) ?? null;
}

const allWords: Readonly<Record<OpenedCode, Words>> = { ...closedWords, ...openedWords };

function wordsFor(code: OpenedCode): Words {
  return allWords[code];
}
