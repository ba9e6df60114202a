/**
 * Turns that are taken at the same time and told one after the other: what a later turn has to tell
 * waits until those before it have ended.
 */
export type Turns = {
  /** Resolves when the turn is near enough to the earliest that has not ended; what waits to be told stays bounded. */
  readonly mayBegin: (turn: number) => Promise<void>;
  readonly tell: (turn: number, event: () => void) => void;
  readonly end: (turn: number) => void;
};

/** `ahead`: how many turns may be begun, or wait to be told, past the earliest. */
export function createTurns(ahead: number): Turns {
  const waiting = new Map<number, (() => void)[]>();
  const ended = new Set<number>();
  let told = 0;
  let moved = Promise.withResolvers<undefined>();
  return {
    mayBegin: async (turn) => {
      while (turn >= told + ahead) await moved.promise;
    },
    tell: (turn, event) => {
      if (turn === told) return event();
      const events = waiting.get(turn) ?? [];
      events.push(event);
      waiting.set(turn, events);
    },
    end: (turn) => {
      if (turn !== told) {
        ended.add(turn);
        return;
      }
      do {
        told += 1;
        for (const event of waiting.get(told) ?? []) event();
        waiting.delete(told);
      } while (ended.delete(told));
      moved.resolve(undefined);
      moved = Promise.withResolvers();
    },
  };
}
