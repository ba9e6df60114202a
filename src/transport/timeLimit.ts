/** The connect timeout and the stop of a send, raced against each step of opening a socket. */
import type { WireFailure } from './connection.ts';
import type { Stop } from './stop.ts';

export type TimeLimit = {
  /** Rejects when the limit is reached first; `failure` then says which. */
  readonly race: <T>(step: Promise<T>) => Promise<T>;
  readonly failure: () => WireFailure | null;
  readonly dispose: () => void;
};

/** `timeoutMs` 0 is no limit. */
export function limitTime(timeoutMs: number, stop: Stop): TimeLimit {
  let failure: WireFailure | null = null;
  let cut: (() => void) | undefined;
  const isCut = new Promise<never>((_resolve, reject) => {
    cut = () => {
      reject(new Error('stopped'));
    };
  });
  isCut.catch(() => undefined);
  const end = (code: 'connect-timeout' | 'timeout' | 'aborted', limit: number | null): void => {
    failure ??= { code, detail: '', addresses: [], limit };
    cut?.();
  };
  const timer =
    timeoutMs > 0 ? setTimeout(end, timeoutMs, 'connect-timeout', timeoutMs) : undefined;
  stop.onStop(() => {
    end(stop.cause ?? 'aborted', null);
  });
  return {
    race: (step) => Promise.race([step, isCut]),
    failure: () => failure,
    dispose: () => {
      clearTimeout(timer);
    },
  };
}
