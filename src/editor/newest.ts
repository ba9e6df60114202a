/** What may be read anew before the last reading has ended: only the newest one counts. */
export type Newest = {
  again(): void;
  /** Resolves when no reading is under way: those that begin meanwhile are waited for, too. */
  settled(): Promise<void>;
};

/** `take` gets what was read, unless a newer reading has begun. The first one begins at once. */
export function createNewest<Value>(
  read: () => Promise<Value>,
  take: (value: Value) => void,
): Newest {
  let turn = 0;
  async function readAndTake(): Promise<void> {
    const mine = ++turn;
    const value = await read();
    if (mine === turn) take(value);
  }
  let reading = readAndTake();
  return {
    again() {
      reading = readAndTake();
    },
    async settled() {
      for (let awaited = null; awaited !== reading;) {
        awaited = reading;
        await awaited;
      }
    },
  };
}
