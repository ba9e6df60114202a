/**
 * How long the first byte of an answer may take: one timer for all requests of a connection,
 * because to make and clear one for each costs more than all else that is done for it here.
 * It runs on when the byte has come, and then says what nobody waits for; it keeps no process alive.
 */
export class FirstByteLimit {
  readonly #passed: (limitMs: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #limitMs = 0;

  constructor(passed: (limitMs: number) => void) {
    this.#passed = passed;
  }

  /** Begins anew; 0 is no limit. */
  start(limitMs: number): void {
    if (limitMs === this.#limitMs) {
      this.#timer?.refresh();
      return;
    }
    this.dispose();
    if (limitMs === 0) return;
    this.#limitMs = limitMs;
    this.#timer = setTimeout(this.#passed, limitMs, limitMs);
    this.#timer.unref();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#limitMs = 0;
  }
}
