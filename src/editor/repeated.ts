/** Work that is done again whenever something has changed: never twice at a time, and once for all that changes meanwhile. */
export type Repeated = {
  /** There is something to do it for. */
  again(): void;
  /** Resolves when it was done for all there was. */
  settled(): Promise<void>;
};

/** `work` must not reject: it knows best whom to tell. */
export function createRepeated(work: () => Promise<void>): Repeated {
  let isDue = false;
  let working: Promise<void> | null = null;
  async function workOff(): Promise<void> {
    while (isDue) {
      isDue = false;
      await work();
    }
    working = null;
  }
  return {
    again() {
      isDue = true;
      working ??= workOff();
    },
    settled: () => working ?? Promise.resolve(),
  };
}
