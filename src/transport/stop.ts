/** What may cut a send short: its user, the total timeout, or the end of its client. Whoever works on the send listens. */

export type StopCause = 'aborted' | 'timeout';

export type Stop = {
  /** Null while the send may go on. */
  readonly cause: StopCause | null;
  /** Calls once, at once when already stopped; the answer takes the listener back. */
  readonly onStop: (listener: () => void) => () => void;
};

export type StopSource = Stop & {
  readonly stop: (why: StopCause) => void;
  /** Lets go of the timer and of the signal. */
  readonly dispose: () => void;
};

/** `timeoutMs` 0 is no limit. */
export function createStop(signal: AbortSignal | undefined, timeoutMs: number): StopSource {
  let cause: StopCause | null = null;
  let listeners: readonly (() => void)[] = [];
  const stop = (why: StopCause): void => {
    if (cause !== null) return;
    cause = why;
    dispose();
    for (const listener of listeners) listener();
  };
  const onAbort = (): void => {
    stop('aborted');
  };
  const timer = timeoutMs > 0 ? setTimeout(stop, timeoutMs, 'timeout') : undefined;
  const dispose = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort);
  return {
    get cause() {
      return cause;
    },
    onStop(listener) {
      if (cause !== null) listener();
      else listeners = [...listeners, listener];
      return () => {
        listeners = listeners.filter((other) => other !== listener);
      };
    },
    stop,
    dispose,
  };
}
