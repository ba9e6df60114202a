/** Exchanges over connections, at times of one run, for the tests of its picture. */
import type { ConnectionUse, Exchange } from '../../../src/client/exchange.ts';
import { addToLanes, createLaneHops, type LaneHops } from '../../../src/insight/laneHops.ts';
import { lanes } from '../../../src/insight/lanes.ts';
import { palettes } from '../../../src/insight/theme.ts';
import { because, coldPhases, connection, exchange, hop, newConnection } from './exchanges.ts';

/** When the run begins, in milliseconds since 1970. */
export const start = 1_760_000_000_000;
export const light = { palette: palettes.light };

/** Opens that connection. */
export function cold(id: number, atMs: number): Exchange {
  const opened = because('first-request');
  const use = newConnection({ id, openedBecause: opened });
  return exchange([hop({ connection: use, phases: coldPhases })], { startedAt: start + atMs });
}

/** Reuses that connection. */
export function warm(id: number, atMs: number, facts: Partial<ConnectionUse> = {}): Exchange {
  return exchange([hop({ connection: connection({ id, ...facts }) })], { startedAt: start + atMs });
}

export function folded(given: readonly Exchange[]): LaneHops {
  const hops = createLaneHops();
  for (const each of given) addToLanes(hops, each);
  return hops;
}

export function picture(given: readonly Exchange[]): string {
  return lanes(folded(given), light).svg;
}

export function all(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, found]) => found ?? '');
}
