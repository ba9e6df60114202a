/** How long to wait before a request is tried again, and the waiting. */
import { headerValue } from '../request/headerValue.ts';
import type { RetryRule } from '../request/resolvedRequest.ts';
import type { Stop } from '../transport/stop.ts';
import type { Hop } from './exchange.ts';

/** No server makes us wait longer than this. */
const maxDelayMs = 60_000;

/**
 * Whether `# @retry` sends this request again after `hop`, and after how many milliseconds; null for not.
 * The wait is the server's `Retry-After` (RFC 9110, section 10.2.3), else the backoff doubled each time,
 * with up to a quarter taken off at random, so that many who failed together do not come back together.
 */
export function retryDelayMs(
  rule: RetryRule | null,
  hop: Hop,
  triesBefore: number,
  random: () => number = Math.random,
  now: () => number = Date.now,
): number | null {
  if (rule === null || triesBefore >= rule.times) return null;
  if (hop.failure?.code === 'aborted' || hop.failure?.code === 'not-supported') return null;
  const status = hop.response?.status;
  if (hop.failure === null && (status === undefined || !rule.statuses.includes(status)))
    return null;
  const asked = retryAfterMs(hop, now());
  const backoff = rule.backoffMs * 2 ** triesBefore * (1 - random() / 4);
  return Math.min(asked ?? backoff, maxDelayMs);
}

function retryAfterMs(hop: Hop, nowMs: number): number | null {
  const value = headerValue(hop.response?.headers ?? [], 'retry-after');
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

/** Resolves early when the send is stopped. */
export function delay(ms: number, stop: Stop): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop.onStop(end);
  });
}
