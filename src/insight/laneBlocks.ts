/** What is drawn in a lane, in pixels: a block for each hop, those too narrow to be told apart as one. */
import { phaseNames, type Phase } from '../request/phases.ts';
import type { LaneHop } from './laneHops.ts';
import type { Lane, PlacedHop } from './laneLayout.ts';

export type Block = {
  /** At least one; several where each would be narrower than can be seen. */
  readonly hops: readonly LaneHop[];
  readonly track: number;
  readonly fromX: number;
  readonly toX: number;
  /** How much time it stands for. */
  readonly ms: number;
  readonly parts: readonly Part[];
};

export type Part = { readonly phase: Phase; readonly fromX: number; readonly toX: number };

/** Pixels; what is narrower can't be seen, let alone pointed at. */
const narrow = 2;
/** Between two narrow ones, that they are drawn as one. */
const near = 1;

/** In the order of time, track by track. */
export function laneBlocks({ hops, tracks }: Lane, x: (ms: number) => number): readonly Block[] {
  const byTrack = Array.from({ length: tracks }, (): Block[] => []);
  for (const placed of hops) {
    const blocks = byTrack[placed.track];
    const block = oneBlock(placed, x);
    const last = blocks?.at(-1);
    if (last !== undefined && mayJoin(last, block)) blocks?.splice(-1, 1, joined(last, block));
    else blocks?.push(block);
  }
  return byTrack.flat();
}

function oneBlock({ hop, fromMs, toMs, track }: PlacedHop, x: (ms: number) => number): Block {
  const [fromX, toX] = [x(fromMs), Math.max(x(toMs), x(fromMs) + narrow)];
  const parts: Part[] = [];
  let atMs = fromMs;
  for (const phase of phaseNames) {
    const ms = phase === 'queued' ? null : hop.phases[phase];
    if (ms === null) continue;
    parts.push({ phase, fromX: x(atMs), toX: x(atMs + ms) });
    atMs += ms;
  }
  return { hops: [hop], track, fromX, toX, ms: toMs - fromMs, parts };
}

/** Not the opening of a connection with what follows, and a failure only with failures: these must be seen. */
function mayJoin(last: Block, next: Block): boolean {
  const isMany = last.hops.length > 1;
  if (!isMany && last.toX - last.fromX > narrow + 0.001) return false;
  if (next.toX - next.fromX > narrow + 0.001 || next.fromX - last.toX > near) return false;
  const kinds = [last, next].map(({ hops: [hop] }) => (hop === undefined ? '' : kindOf(hop)));
  return kinds[0] === kinds[1];
}

function kindOf({ connection, failure }: LaneHop): string {
  if (connection?.reused === false) return 'new';
  return failure === null ? 'fine' : 'failed';
}

function joined(last: Block, next: Block): Block {
  return {
    hops: [...last.hops, ...next.hops],
    track: last.track,
    fromX: last.fromX,
    toX: Math.max(last.toX, next.toX),
    ms: last.ms + next.ms,
    parts: [],
  };
}
