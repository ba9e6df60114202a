import type { Forecast } from '../pool/snapshot.ts';
import { limitDuration, wholeSeconds } from './duration.ts';
import { shortOpened } from './reasonText.ts';

/** What the pool would do now: `reuses #3 · idle 4 s of 118 s`, `opens a connection: first to api.test`. */
export function describeForecast(forecast: Forecast, host: string): string {
  if (forecast.kind === 'open') return `opens a connection: ${shortOpened(forecast.because, host)}`;
  if (forecast.kind === 'wait') return `waits for a connection to ${host}: the limit is reached`;
  if (forecast.idleMs === null) return `shares #${forecast.connection} with requests under way`;
  const limit =
    Number.isFinite(forecast.maxIdleMs) && forecast.maxIdleMs > 0
      ? ` of ${limitDuration(forecast.maxIdleMs)}`
      : '';
  return `reuses #${forecast.connection} · idle ${wholeSeconds(forecast.idleMs)}${limit}`;
}
