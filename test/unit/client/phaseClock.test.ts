import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { phaseNames } from '../../../src/request/phases.ts';
import { startPhaseClock, sumMs, sumTimings } from '../../../src/client/phaseClock.ts';

test('phases that were not entered are null, not 0', () => {
  let now = 10;
  const clock = startPhaseClock(() => now);
  now = 12.5;
  clock.enter('send');
  now = 13;
  const { phases, total } = clock.stop();
  assert.deepEqual(phases, {
    queued: 2.5,
    proxy: null,
    dns: null,
    tcp: null,
    tls: null,
    send: 0.5,
    wait: null,
    download: null,
  });
  assert.equal(total, 3);
});

test('phases add up to the total exactly, in any order and however often they are entered', () => {
  const step = fc.tuple(
    fc.constantFrom(...phaseNames),
    fc.double({ min: 0, max: 1e4, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let now = 123_456.789;
      const clock = startPhaseClock(() => now);
      for (const [phase, ms] of steps) {
        now += ms;
        clock.enter(phase);
      }
      const { phases, total } = clock.stop();
      assert.equal(sumMs(Object.values(phases).filter((ms) => ms !== null)), total);
    }),
  );
});

test('a sum over hops is null only where no hop had the phase', () => {
  const { phases } = startPhaseClock(() => 0).stop();
  const sum = sumTimings([
    { phases: { ...phases, dns: 1.1 }, total: 1.1 },
    { phases: { ...phases, dns: null, tcp: 0.2 }, total: 0.2 },
  ]);
  assert.equal(sum.phases.dns, 1.1);
  assert.equal(sum.phases.tcp, 0.2);
  assert.equal(sum.phases.tls, null);
  assert.equal(sum.total, 1.3);
});
