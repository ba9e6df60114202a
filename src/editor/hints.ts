/** The hints of each document: found after its check, from what was learned of its origins and of other documents. */
import * as vscode from 'vscode';
import type { Steps } from '../request/steps.ts';
import type { CheckMemory } from '../language/check.ts';
import { findHints, type OriginCounts, type PlacedHint } from '../language/findHints.ts';
import type { ParsedDocument } from './documents.ts';
import type { OriginProfiles } from './originProfiles.ts';
import type { Settings } from './settings.ts';
import { createSoon } from './soon.ts';

/** Why other hints may be found: a setting was changed, or something was learned while requests are sent. */
export type HintCause = 'setting' | 'learned';

export type Hints = {
  /** Fires when other hints may be found; now and then, and only where they are wanted, for what is learned. */
  readonly onDidChange: vscode.Event<HintCause>;
  /** Finds them a piece at a time, after `check` with the same memory. */
  find(
    document: vscode.TextDocument,
    parsed: ParsedDocument,
    memory: CheckMemory,
  ): Steps<readonly PlacedHint[]>;
  /** Those that were found last, as long as the document is what it was then. */
  of(document: vscode.TextDocument): readonly PlacedHint[];
  dispose(): void;
};

/** While requests are sent one after the other, hints are looked for this often. */
const everyMs = 1000;

type Found = {
  readonly version: number;
  readonly hints: readonly PlacedHint[];
  readonly origins: OriginCounts;
};

export function createHints(profiles: OriginProfiles, settings: Settings): Hints {
  const changed = new vscode.EventEmitter<HintCause>();
  const found = new Map<vscode.TextDocument, Found>();
  /** Whether they were when they were looked for last; once the setting is another, they are looked for at once. */
  let areWanted = false;

  const soon = createSoon(() => {
    if (areWanted) changed.fire('learned');
  }, everyMs);

  const listeners = vscode.Disposable.from(
    changed,
    soon,
    profiles.onDidChange(soon.ask),
    settings.onDidChange(() => {
      changed.fire('setting');
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (found.delete(document)) soon.ask();
    }),
  );
  return {
    onDidChange: changed.event,
    *find(document, { file, version }, memory) {
      areWanted = settings.hintsEnabled();
      if (!areWanted) {
        found.delete(document);
        return [];
      }
      const others = [...found].flatMap(([other, { origins }]) =>
        other === document ? [] : [origins],
      );
      const { hints, origins } = yield* findHints(file, memory, { profile: profiles.of, others });
      const before = found.get(document);
      if (!document.isClosed) found.set(document, { version, hints, origins });
      // Another spelling of an origin is news for the other documents.
      if (before === undefined || !isSame(before.origins, origins)) soon.ask();
      return hints;
    },
    of(document) {
      const known = found.get(document);
      return known?.version === document.version ? known.hints : [];
    },
    dispose() {
      listeners.dispose();
    },
  };
}

function isSame(one: OriginCounts, other: OriginCounts): boolean {
  if (one.size !== other.size) return false;
  for (const [origin, requests] of one) if (other.get(origin) !== requests) return false;
  return true;
}
