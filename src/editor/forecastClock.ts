/**
 * Ticks when what is said about connections may read differently: soon after the pool changed,
 * and once a second while an idle connection grows older before somebody's eyes; less often in a
 * window without the focus, which is seldom looked at.
 */
import * as vscode from 'vscode';
import { visibleHttpDocuments } from './documents.ts';
import type { Pools } from './pools.ts';
import { createSoon } from './soon.ts';

/** Why it ticked: the pool or what is looked at changed, or only time has gone by. */
export type Tick = 'change' | 'time';

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

/** All changes of the pool in so short a while are one tick. */
const throttleMs = 100;
const idleTickMs = 1000;
const unfocusedTickMs = 10_000;

export function createForecastClock(pools: Pools): ForecastClock {
  const ticked = new vscode.EventEmitter<Tick>();
  let ticking: { readonly everyMs: number; readonly timer: NodeJS.Timeout } | null = null;
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
    const stepMs = vscode.window.state.focused ? idleTickMs : unfocusedTickMs;
    const everyMs = isAgeing ? stepMs : null;
    if (everyMs === (ticking?.everyMs ?? null)) return;
    if (ticking !== null) clearInterval(ticking.timer);
    ticking = everyMs === null ? null : { everyMs, timer: setInterval(timePassed, everyMs) };
  }

  function timePassed(): void {
    ticked.fire('time');
  }

  const soon = createSoon(() => {
    watch();
    ticked.fire('change');
  }, throttleMs);

  const listeners = vscode.Disposable.from(
    soon,
    pools.onDidChange(soon.ask),
    vscode.window.onDidChangeVisibleTextEditors(soon.ask),
    vscode.window.onDidChangeWindowState(() => {
      if (isLooked()) soon.ask();
    }),
  );
  return {
    onDidTick: ticked.event,
    add(onlooker) {
      onlookers.add(onlooker);
      const listener = onlooker.onDidChange(soon.ask);
      return new vscode.Disposable(() => {
        onlookers.delete(onlooker);
        listener.dispose();
      });
    },
    dispose() {
      listeners.dispose();
      if (ticking !== null) clearInterval(ticking.timer);
      ticked.dispose();
    },
  };
}
