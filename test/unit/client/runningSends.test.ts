import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RunningSends, type Running } from '../../../src/client/runningSends.ts';
import { createStop } from '../../../src/transport/stop.ts';

test('all that run are stopped, and none that has ended', () => {
  const step = fc.record({ add: fc.boolean(), which: fc.nat() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const sends = new RunningSends();
      const running: Running[] = [];
      const ended: Running[] = [];
      for (const { add, which } of steps) {
        if (add) running.push(sends.add(createStop(undefined, 0)));
        const [over] = add ? [] : running.splice(which % Math.max(running.length, 1), 1);
        if (over === undefined) continue;
        sends.remove(over);
        ended.push(over);
      }
      sends.stopAll();
      assert.ok(running.every(({ stop }) => stop.cause === 'aborted'));
      assert.ok(ended.every(({ stop }) => stop.cause === null));
    }),
  );
});
