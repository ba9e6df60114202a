/** What was learned of each origin in this workspace: kept between windows, exported, and forgotten on demand. */
import * as vscode from 'vscode';
import {
  learnExchange,
  learnSnapshot,
  nothingLearned,
  type Learned,
} from '../insight/profile/learn.ts';
import type { OriginProfile } from '../insight/profile/originProfile.ts';
import { profilesJson, readProfiles, savedProfiles } from '../insight/profile/profileJson.ts';
import { registerCommand } from './commands.ts';
import type { Output } from './output.ts';
import type { Pools } from './pools.ts';
import type { Sending } from './sending.ts';

export type OriginProfiles = {
  /** Fires when something was learned, or all was forgotten. */
  readonly onDidChange: vscode.Event<void>;
  /** Null for an origin that nothing was sent to. */
  of(origin: string): OriginProfile | null;
  /** Learns what has ended until now, for which the pools must still be open; resolves when all is written. */
  flush(): Promise<void>;
  dispose(): void;
};

const key = 'keepalive.originProfiles';

/** What is learned is written down this long after; what a crash loses is no more than that. */
const saveMs = 5000;

export function createOriginProfiles(
  workspaceState: vscode.Memento,
  sending: Sending,
  pools: Pools,
  output: Output,
): OriginProfiles {
  const changed = new vscode.EventEmitter<void>();
  let learned: Learned = { ...nothingLearned, profiles: readProfiles(workspaceState.get(key)) };
  let timer: NodeJS.Timeout | null = null;
  /** How connections ended is looked for when somebody asks: a look at the pools costs more than a send where these are many. */
  let knowsEnds = true;

  function lookForEnds(): void {
    learned = learnSnapshot(learned, pools.client().snapshot());
    knowsEnds = true;
  }

  function profiles(): Learned['profiles'] {
    if (!knowsEnds) lookForEnds();
    return learned.profiles;
  }

  function save(): Thenable<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    return workspaceState.update(key, savedProfiles(learned.profiles.values()));
  }

  const sent = sending.onDidExchange((exchange) => {
    learned = learnExchange(learned, exchange);
    knowsEnds = false;
    timer ??= setTimeout(() => {
      lookForEnds();
      void save();
    }, saveMs);
    changed.fire();
  });

  async function exportAll(): Promise<void> {
    const content = `${JSON.stringify(profilesJson(profiles().values()), null, 2)}\n`;
    const document = await vscode.workspace.openTextDocument({ language: 'json', content });
    await vscode.window.showTextDocument(document);
  }

  function reset(): void {
    // What ended until now is forgotten, too.
    lookForEnds();
    learned = { ...learned, profiles: new Map() };
    void save();
    changed.fire();
    const text = vscode.l10n.t('What was learned of the origins of this workspace is forgotten');
    vscode.window.setStatusBarMessage(text, saveMs);
  }

  const listeners = vscode.Disposable.from(
    sent,
    changed,
    registerCommand(output, 'keepalive.exportOriginProfiles', exportAll),
    registerCommand(output, 'keepalive.resetOriginProfiles', reset),
  );
  return {
    onDidChange: changed.event,
    of: (origin) => profiles().get(origin) ?? null,
    async flush() {
      const before = learned;
      lookForEnds();
      if (timer !== null || learned !== before) await save();
    },
    dispose() {
      if (timer !== null) void save();
      listeners.dispose();
    },
  };
}
