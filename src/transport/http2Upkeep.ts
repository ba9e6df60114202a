/** Asks an idle HTTP/2 connection now and then whether it is alive, as libcurl's upkeep does (RFC 9113, section 6.7). */
import type { ClientHttp2Session } from 'node:http2';
import type { Upkeep } from './connection.ts';
import type { Tell } from './wireEvent.ts';

export function keepUp(
  session: ClientHttp2Session,
  { everyMs, answerWithinMs }: Upkeep,
  isIdle: () => boolean,
  giveUp: () => void,
  tell?: Tell,
): void {
  const interval = setInterval(() => {
    if (isIdle()) ping();
  }, everyMs);
  interval.unref();
  session.once('close', () => {
    clearInterval(interval);
  });

  function ping(): void {
    if (session.destroyed || session.closed) return;
    const timer = setTimeout(() => {
      tell?.({ kind: 'ping-unanswered', afterMs: answerWithinMs });
      giveUp();
    }, answerWithinMs);
    timer.unref();
    session.ping(() => {
      clearTimeout(timer);
    });
  }
}
