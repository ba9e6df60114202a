/**
 * Ticks when what is said about connections may read differently: soon after the pool changed,
 * and once a second while an idle connection grows older before somebody's eyes.
 */
import * as vscode from 'vscode';
import { visibleHttpDocuments } from './documents.ts';
import type { Pools } from './pools.ts';

/** Why it ticked: the pool or the editors changed, or only a second has gone by. */
export type Tick = 'change' | 'second';

/** Somebody who looks at connections: while it does, the clock ticks. */
export type Onlooker = {
  isLooking(): boolean;
  readonly onDidChange: vscode.Event<unknown>;
};

export type ForecastClock = {
  readonly onDidTick: vscode.Event<Tick>;
  /** Besides the editors of HTTP files, which it knows of itself. */
  add(onlooker: Onlooker): vscode.Disposable;
  dispose(): void;
};

/** A burst of pool changes ticks once at its start and once at its end. */
const throttleMs = 100;
const idleTickMs = 1000;

export function createForecastClock(pools: Pools): ForecastClock {
  const ticked = new vscode.EventEmitter<Tick>();
  let pending: NodeJS.Timeout | null = null;
  let second: NodeJS.Timeout | null = null;
  const onlookers = new Set<Onlooker>();
  const isLooked = (): boolean =>
    visibleHttpDocuments().length > 0 || [...onlookers].some((each) => each.isLooking());

  function watch(): void {
    const isAgeing =
      isLooked() &&
      pools
        .client()
        .snapshot()
        .connections.some(({ state }) => state === 'idle');
    if (isAgeing) {
      second ??= setInterval(() => {
        ticked.fire('second');
      }, idleTickMs);
    } else if (second !== null) {
      clearInterval(second);
      second = null;
    }
  }

  function soon(): void {
    pending ??= setTimeout(() => {
      pending = null;
      watch();
      ticked.fire('change');
    }, throttleMs);
  }

  const listeners = vscode.Disposable.from(
    pools.onDidChange(soon),
    vscode.window.onDidChangeVisibleTextEditors(soon),
  );
  return {
    onDidTick: ticked.event,
    add(onlooker) {
      onlookers.add(onlooker);
      const listener = onlooker.onDidChange(soon);
      return new vscode.Disposable(() => {
        onlookers.delete(onlooker);
        listener.dispose();
      });
    },
    dispose() {
      listeners.dispose();
      if (pending !== null) clearTimeout(pending);
      if (second !== null) clearInterval(second);
      ticked.dispose();
    },
  };
}
