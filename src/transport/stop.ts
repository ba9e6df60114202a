/** What may cut a send short: its user, or the total timeout. Whoever works on the send listens. */

export type StopCause = 'aborted' | 'timeout';

export type Stop = {
  /** Null while the send may go on. */
  readonly cause: StopCause | null;
  /** Calls once, at once when already stopped; the answer takes the listener back. */
  readonly onStop: (listener: () => void) => () => void;
  /** Lets go of the timer and of the signals. */
  readonly dispose: () => void;
};

/** `timeoutMs` 0 is no limit. */
export function createStop(signals: readonly AbortSignal[], timeoutMs: number): Stop {
  let cause: StopCause | null = null;
  const listeners = new Set<() => void>();
  const stop = (why: StopCause): void => {
    if (cause !== null) return;
    cause = why;
    dispose();
    for (const listener of [...listeners]) listener();
  };
  const onAbort = (): void => {
    stop('aborted');
  };
  const timer = timeoutMs > 0 ? setTimeout(stop, timeoutMs, 'timeout') : undefined;
  const dispose = (): void => {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  };
  if (signals.some((signal) => signal.aborted)) onAbort();
  else for (const signal of signals) signal.addEventListener('abort', onAbort);
  return {
    get cause() {
      return cause;
    },
    onStop(listener) {
      if (cause !== null) {
        listener();
        return () => undefined;
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose,
  };
}
