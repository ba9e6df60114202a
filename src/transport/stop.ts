/** What may cut a send short: its user, the total timeout, or the end of its client. Whoever works on the send listens. */

export type StopCause = 'aborted' | 'timeout';

export type Stop = {
  /** Null while the send may go on. */
  readonly cause: StopCause | null;
  /** Calls once, at once when already stopped. Listeners stay as long as the send: one whose work is done does nothing. */
  readonly onStop: (listener: () => void) => void;
};

/** `timeoutMs` 0 is no limit. */
export function createStop(signal: AbortSignal | undefined, timeoutMs: number): StopSource {
  return new StopSource(signal, timeoutMs);
}

export class StopSource implements Stop {
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #cause: StopCause | null = null;
  #listeners: (() => void)[] = [];
  /** A function, for of an object with `handleEvent` Node makes one that keeps what came with a send from being collected early. */
  readonly #aborted = (): void => {
    this.stop('aborted');
  };

  constructor(signal: AbortSignal | undefined, timeoutMs: number) {
    this.#signal = signal;
    if (timeoutMs > 0) this.#timer = setTimeout(this.stop.bind(this), timeoutMs, 'timeout');
    if (signal?.aborted === true) this.stop('aborted');
    else signal?.addEventListener('abort', this.#aborted);
  }

  get cause(): StopCause | null {
    return this.#cause;
  }

  onStop(listener: () => void): void {
    if (this.#cause !== null) listener();
    else this.#listeners.push(listener);
  }

  stop(why: StopCause): void {
    if (this.#cause !== null) return;
    this.#cause = why;
    this.dispose();
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  /** Lets go of the timer and of the signal. */
  dispose(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#aborted);
  }
}
