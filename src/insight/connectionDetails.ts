/** All that is known of one connection, a line for each fact. */
import type { ClosedSnapshot, ConnectionSnapshot, PoolSnapshot } from '../pool/snapshot.ts';
import { count } from './count.ts';
import { duration, wholeSeconds } from './duration.ts';
import { endsText, hostOf, tlsText } from './endpointText.ts';
import { describeClosed, describeOpened } from './reasonText.ts';

export function connectionDetails(
  { nowMs, maxIdleMs, name }: PoolSnapshot,
  connection: ConnectionSnapshot,
): readonly string[] {
  const { id, origin, openedBecause, openedAtMs, idleSinceMs, served, endpoint } = connection;
  const { state, streams, maxStreams } = connection;
  const lines = [
    `#${id} to ${origin}, pool ${name}`,
    `Opened ${duration(nowMs - openedAtMs)} ago, because ${describeOpened(openedBecause, hostOf(origin))}`,
    idleSinceMs === null
      ? `${state === 'opening' ? 'Opening' : 'In use'}, ${count(served, 'request')} begun`
      : `${idleText(nowMs - idleSinceMs, maxIdleMs)}, ${count(served, 'request')} served`,
  ];
  if (endpoint === null) return lines;
  lines.push(`${endsText(endpoint)} · ${endpoint.protocol}`);
  if (connection.proxy !== null) lines.push(`Through the proxy ${connection.proxy}`);
  if (endpoint.protocol === 'h2') lines.push(`${streams} of ${maxStreams} streams in use`);
  const tls = tlsText(endpoint);
  if (tls !== null) lines.push(tls);
  if (connection.tlsVerified === false) lines.push('TLS not verified: any certificate was taken');
  return lines;
}

export function closedDetails(
  { nowMs, name }: PoolSnapshot,
  { id, origin, closedBecause, closedAtMs }: ClosedSnapshot,
): readonly string[] {
  const { served, ageMs } = closedBecause;
  const life = [
    ...(served === null ? [] : [count(served, 'request')]),
    ...(ageMs === null ? [] : [`lived ${duration(ageMs)}`]),
  ];
  return [
    `#${id} to ${origin}, pool ${name}`,
    `Closed ${duration(nowMs - closedAtMs)} ago, because ${describeClosed(closedBecause)}`,
    ...(life.length === 0 ? [] : [life.join(', ')]),
  ];
}

function idleText(idleMs: number, maxIdleMs: number): string {
  const idle = `Idle for ${wholeSeconds(idleMs)}`;
  if (maxIdleMs === 0) return idle;
  return `${idle}, closed after ${wholeSeconds(Math.max(0, maxIdleMs - idleMs))} more`;
}
