/** Where the blocks of a run's picture lie: on which lane and track, and on what scale of time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { noPhases } from '../../../src/client/phaseClock.ts';
import { laneLayout } from '../../../src/insight/laneLayout.ts';
import { laneScale } from '../../../src/insight/laneScale.ts';
import { connection, exchange, hop, warmPhases } from './exchanges.ts';
import { all, cold, folded, picture, start, warm } from './laneExchanges.ts';

test('in HTTP/1 a block begins where the one before has ended; whole milliseconds cause no overlap', () => {
  const [lane] = laneLayout(folded([warm(1, 0), warm(1, 11), warm(1, 30)]));
  assert.ok(lane);
  const [one, two, three] = lane.hops;
  assert.ok(one && two && three);
  assert.deepEqual([lane.tracks, two.fromMs, three.fromMs], [1, one.toMs, 30]);
});

test('streams of HTTP/2 lie one below the other where they overlap, by more than a millisecond', () => {
  const stream = (atMs: number): Exchange => warm(1, atMs, { protocol: 'h2' });
  const tracks = (...at: number[]): number | undefined =>
    laneLayout(folded(at.map(stream)))[0]?.tracks;
  assert.deepEqual([tracks(0, 2, 4), tracks(0, 11, 22), tracks(0, 10)], [3, 1, 2]);
});

test('what was queued is no part of the block', () => {
  const queued = exchange([hop({ phases: { ...warmPhases, queued: 50 } })], { startedAt: start });
  const [placed] = laneLayout(folded([warm(1, 0), queued]))[1]?.hops ?? [];
  assert.ok(placed);
  assert.deepEqual([placed.fromMs, placed.toMs - placed.fromMs], [50, 12]);
  assert.match(picture([queued]), /#3 reused, request 5, idle 4\.1 s, queued 50\.0 ms&#10;send/);
});

test('a gap that all share is cut short and marked, one that only some have is not', () => {
  const shared = picture([cold(1, 0), warm(1, 60_000)]);
  assert.equal(all(shared, /(data-break)/g).length, 1);
  assert.match(shared, />60\.0 s|>59\.9 s/);
  const busy = exchange(
    [hop({ connection: connection({ id: 2 }), phases: { ...noPhases, wait: 60_000 } })],
    { startedAt: start },
  );
  assert.equal(all(picture([cold(1, 0), busy, warm(1, 60_000)]), /(data-break)/g).length, 0);
});

test('a narrow picture has a scale, too: another tick than that of 0', () => {
  for (const endMs of [0.48, 4.8, 12, 48, 53, 480, 3000]) {
    const { ticks } = laneScale([{ fromMs: 0, toMs: endMs }], endMs, 100, 180);
    assert.ok(ticks.length >= 2, `${endMs} ms: ${JSON.stringify(ticks)}`);
  }
});

test('the scale goes up, stays inside, and ticks never stand in a break', () => {
  for (const gaps of [
    [],
    [5],
    [1000, 3],
    [3_600_000, 10, 86_400_000],
    Array.from({ length: 90 }, () => 700),
  ]) {
    let at = 0;
    const busy = [0, ...gaps].map((gap) => {
      at += gap;
      const interval = { fromMs: at, toMs: at + 7 };
      at += 7;
      return interval;
    });
    const scale = laneScale(busy, at, 100, 600);
    const xs = Array.from({ length: 500 }, (_, index) => scale.x((index / 499) * at));
    xs.slice(1).forEach((x, index) => assert.ok(x >= (xs[index] ?? 0) - 1e-9));
    assert.ok(Math.abs((xs[0] ?? 0) - 100) < 0.01 && Math.abs((xs.at(-1) ?? 0) - 700) < 0.01);
    assert.ok(scale.ticks.length >= 1 && scale.ticks.length < 20, `${scale.ticks.length} ticks`);
  }
});
