/**
 * The cookies of the workspace, and where they are kept: in VS Code's secret storage, which outlives
 * the window, in memory only, or nowhere, by `keepalive.cookies.keep`.
 */
import type * as vscode from 'vscode';
import { createCookieJar, type CookieJar } from '../client/cookieJar.ts';
import type { Output } from './output.ts';
import { createRepeated } from './repeated.ts';
import type { Settings } from './settings.ts';
import type { CookieKeeping } from './windowSettings.ts';

export type Cookies = {
  readonly jar: CookieJar;
  /**
   * Reads what was kept, once; to be awaited before a send.
   * A locked keyring waits for a person: whoever gives up, by the signal, waits no longer.
   */
  ready(signal?: AbortSignal): Promise<void>;
  keeping(): CookieKeeping;
  /** Resolves when everything is written. */
  dispose(): Promise<void>;
};

/** Null without a workspace, which has nothing to come back to. */
export function cookiesKey({ storageUri }: vscode.ExtensionContext): string | null {
  return storageUri === undefined ? null : `keepalive.cookies ${storageUri.toString()}`;
}

export function createCookies(
  secrets: vscode.SecretStorage,
  key: string | null,
  settings: Settings,
  output: Output,
): Cookies {
  const jar = createCookieJar();
  let reading: Promise<void> | null = null;
  /** What is kept, as far as is known: '' for nothing. */
  let kept: string | null = null;
  const isKept = (): boolean => key !== null && settings.cookies() === 'secretStorage';
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // A machine without a keyring refuses; the cookies of this window are not lost by it.
      output.warn(`The secret storage can't be used for cookies: ${String(error)}`);
    }
  };
  const read = async (): Promise<void> => {
    if (key === null || !isKept()) return;
    kept = (await secrets.get(key)) ?? '';
    await jar.restore(kept);
  };
  const save = async (): Promise<void> => {
    if (key === null) return;
    const next = isKept() && !jar.isEmpty ? jar.saved() : '';
    if (next === kept) return;
    if (next === '') await secrets.delete(key);
    else await secrets.store(key, next);
    kept = next;
  };
  // All of them are written, so what changes while they are needs one writing more, however much it is.
  const saving = createRepeated(() => attempt(save));
  const forget = jar.onDidChange(() => {
    if (key === null || (reading === null && !isKept())) return;
    saving.again();
  });
  const changes = settings.onDidChange(() => {
    // What somebody no longer wants kept is not left behind.
    if (key !== null && !isKept()) saving.again();
  });
  return {
    jar,
    ready: (signal) => untilAborted((reading ??= attempt(read)), signal),
    keeping: () => settings.cookies(),
    dispose() {
      forget();
      changes.dispose();
      return saving.settled();
    },
  };
}

function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  return new Promise((resolve) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    else void work.then(end);
  });
}
