/** Work that is done once for all who ask for it within a while: however many ask, no oftener, and nobody waits longer. */
export type Soon = {
  ask(): void;
  /** At once, for those who have asked as well. */
  now(): void;
  dispose(): void;
};

export function createSoon(work: () => void, waitMs: number): Soon {
  let timer: NodeJS.Timeout | null = null;
  const forget = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const now = (): void => {
    forget();
    work();
  };
  return {
    ask() {
      timer ??= setTimeout(now, waitMs);
    },
    now,
    dispose: forget,
  };
}
