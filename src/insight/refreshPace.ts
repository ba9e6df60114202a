/** How often a text that grows is shown anew: as often as the editor can take it, and no oftener than anybody reads. */
export type RefreshPace = {
  /** Whether the editor may be told that there is more of it. */
  readonly mayTell: (nowMs: number) => boolean;
  /** It was told. */
  readonly told: (nowMs: number) => void;
  /** It shows what it was told of. */
  readonly shown: (nowMs: number) => void;
};

const minMs = 300;

/** Of the editor's time no more than one part in so many goes into showing it, so that it hardly ever has to be waited for. */
const manyParts = 20;

/** What is not shown as often as this seems to have stopped: then it may take more of the editor's time, but not most of it. */
const seldomMs = 1000;
const fewParts = 3;

/** Nothing is heard of what changed nothing that is shown. */
const patienceMs = 2000;

export function createRefreshPace(): RefreshPace {
  let toldAtMs = -Infinity;
  let isShown = true;
  let costMs = 0;
  return {
    mayTell(nowMs) {
      const sinceMs = nowMs - toldAtMs;
      return sinceMs >= (isShown ? restMs(costMs) : patienceMs);
    },
    told(nowMs) {
      toldAtMs = nowMs;
      isShown = false;
    },
    shown(nowMs) {
      if (!isShown) costMs = nowMs - toldAtMs;
      isShown = true;
    },
  };
}

function restMs(costMs: number): number {
  return Math.max(minMs, Math.min(seldomMs, manyParts * costMs), fewParts * costMs);
}
