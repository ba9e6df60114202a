/** Both accounts of a batch, joined: for each of our connections what the server saw on the same port. */
import type { ClosedSnapshot } from '../../src/pool/snapshot.ts';
import type { PlannedSend } from './plan.ts';
import type { Account, Taken, Told } from './sendBatch.ts';
import type { Witnessed } from './witness.ts';

export type Line = {
  readonly id: number;
  /** Of the request that opened it: where it leads, and whether certificates are checked. */
  readonly to: string;
  readonly verify: boolean;
  readonly openedAtMs: number;
  /** Null when it never stood. */
  readonly seen: Witnessed | null;
  readonly closed: ClosedSnapshot | null;
  /** The hops that took it, in that order. */
  readonly uses: readonly Use[];
};

export type Use = { readonly told: Told; readonly taken: Taken; readonly hop: number };

export type Ledger = ReadonlyMap<number, Line>;

export function ledgerOf({ told, closed, seen, origins }: Account): Ledger {
  const uses = told
    .flatMap((one) => one.taken.map((taken, hop): Use => ({ told: one, taken, hop })))
    .sort((a, b) => a.taken.order - b.taken.order);
  const lines = new Map<number, Line>();
  for (const use of uses) {
    const { connection: id, openedAtMs, port } = use.taken;
    const line = lines.get(id);
    if (line !== undefined) {
      lines.set(id, { ...line, uses: [...line.uses, use] });
      continue;
    }
    const { server } = use.told.planned;
    const to = origins[server] ?? '';
    const known = closed.find((each) => each.id === id) ?? null;
    lines.set(id, {
      id,
      to,
      verify: verifies(use.told.planned, to),
      openedAtMs: openedAtMs ?? NaN,
      // After a reset the system may give the port to another soon.
      seen:
        seen.find(
          (each) =>
            each.origin === to && each.port === port && !(each.openedAtMs < (openedAtMs ?? 0)),
        ) ?? null,
      closed: known,
      uses: [use],
    });
  }
  return lines;
}

export function verifies({ insecure }: PlannedSend, to: string): boolean {
  return !(insecure && to.startsWith('https'));
}

/** Whether the pool had it at that moment. */
export function isLive({ openedAtMs, closed, seen, uses }: Line, atMs: number): boolean {
  if (openedAtMs > atMs) return false;
  if (seen === null) return uses.some(({ taken }) => taken.endedAtMs >= atMs);
  return closed === null || closed.closedAtMs > atMs;
}
