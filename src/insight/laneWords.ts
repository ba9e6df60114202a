/** What a run's picture says in words: of a block, of a lane, and of the whole. */
import { phaseNames } from '../request/phases.ts';
import { count } from './count.ts';
import { duration, fineDuration } from './duration.ts';
import type { Block } from './laneBlocks.ts';
import type { LaneHop, LaneHops } from './laneHops.ts';
import type { Lane } from './laneLayout.ts';
import { shortOpened } from './reasonText.ts';
import { phaseLabels } from './waterfallRows.ts';

/** A line each: the request, what came of it, its connection, where the time went. */
export function blockLines({ hops, ms }: Block): readonly string[] {
  const [first] = hops;
  if (first === undefined) return [];
  if (hops.length === 1) return hopLines(first);
  const failed = hops.filter(({ failure }) => failure !== null).length;
  return [
    `${count(hops.length, 'request')}, too short to be told apart here`,
    `${fineDuration(ms)} in all`,
    `${first.connection === null ? 'no connection' : `#${first.connection.id} reused`}${failed === 0 ? '' : `, ${failed} failed`}`,
    `from ${first.label} to ${hops.at(-1)?.label ?? ''}`,
  ];
}

function hopLines(hop: LaneHop): readonly string[] {
  return [
    hop.hop === 0 ? hop.label : `${hop.label}, hop ${hop.hop + 1}`,
    `${hop.method} ${hop.url}`,
    `${hop.failure ?? hop.status ?? 'no answer'} · ${fineDuration(hop.toMs - hop.fromMs)}`,
    connectionText(hop),
    phasesText(hop),
  ];
}

/** Without the queue, where no connection was used yet: `send <1 ms · wait 11.2 ms · download <1 ms`. */
export function phasesText({ phases }: LaneHop): string {
  return phaseNames
    .flatMap((phase) => {
      const ms = phase === 'queued' ? null : phases[phase];
      return ms === null ? [] : [`${phaseLabels[phase]} ${fineDuration(ms)}`];
    })
    .join(' · ');
}

/** `#1 reused, request 5, idle 4.1 s, queued 8.0 ms`. */
function connectionText(hop: LaneHop): string {
  return [connectionWords(hop), ...queuedText(hop)].join(', ');
}

/** `queued 8.0 ms`, unless it is nothing. */
export function queuedText({ phases: { queued } }: LaneHop): readonly string[] {
  return queued === null || queued < 1 ? [] : [`queued ${fineDuration(queued)}`];
}

/** `#1 reused, request 5, idle 4.1 s`. */
export function connectionWords({ connection, host }: LaneHop): string {
  if (connection === null) return 'no connection';
  const { id, reused, openedBecause, requestsBefore, idleMs } = connection;
  if (!reused) {
    return `#${id} new${openedBecause === null ? '' : `: ${shortOpened(openedBecause, host)}`}`;
  }
  const idle = idleMs === null || idleMs < 1 ? '' : `, idle ${duration(idleMs)}`;
  return `#${id} reused, request ${requestsBefore + 1}${idle}`;
}

/** `#3 · http/1.1 · 5 requests`. */
export function laneTitle({ connection, protocol, hops }: Lane): string {
  if (connection === null) return `no connection · ${count(hops.length, 'request')}`;
  return `#${connection} · ${protocol} · ${count(hops.length, 'request')}`;
}

/** How it ended. */
export function laneEnd({ connection, closed }: Lane): string {
  if (connection === null) return '';
  return closed === null ? 'left open' : closed.text;
}

/** Past this many lanes the description only counts. */
const maxTold = 12;

/** The picture for those who do not see it. */
export function lanesAltText(hops: LaneHops, lanes: readonly Lane[], endMs: number): string {
  const connections = lanes.filter(({ connection }) => connection !== null);
  const told = connections.slice(0, maxTold).map(laneSentence);
  const more = connections.length - told.length;
  const without = lanes.find(({ connection }) => connection === null)?.hops.length ?? 0;
  return [
    `${count(hops.exchanges, 'request')} on ${count(connections.length, 'connection')} in ${duration(endMs)}.`,
    ...told,
    ...(more > 0 ? [`And ${count(more, 'more connection')}.`] : []),
    ...(without > 0 ? [`${count(without, 'request')} came to no connection.`] : []),
  ].join(' ');
}

function laneSentence(lane: Lane): string {
  const reused = lane.hops.filter(({ hop }) => hop.connection?.reused === true).length;
  const opened = lane.openedMs === null ? 'opened before' : 'opened here';
  return `#${lane.connection ?? 0} to ${lane.host}: ${opened}, ${count(reused, 'request')} reused it, ${laneEnd(lane)}.`;
}
