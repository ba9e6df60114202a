import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes } from '../../../src/insight/bytes.ts';
import { count } from '../../../src/insight/count.ts';
import {
  duration,
  fineDuration,
  limitDuration,
  medianDuration,
  phaseDuration,
  wholeSeconds,
} from '../../../src/insight/duration.ts';

test('durations are rounded to what a person reads', () => {
  check(duration, [
    [0, '<1 ms'],
    [0.99, '<1 ms'],
    [1, '1 ms'],
    [12.4, '12 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [5000, '5.0 s'],
    [99_949, '99.9 s'],
    [99_960, '100 s'],
    [118_000, '118 s'],
    [720_000, '12 min'],
    [86_400_000, '24.0 h'],
  ]);
});

test('fine durations have a tenth where phases are compared', () => {
  check(fineDuration, [
    [0.4, '<1 ms'],
    [2.14, '2.1 ms'],
    [99.94, '99.9 ms'],
    [99.96, '100 ms'],
    [108.3, '108 ms'],
    [1840, '1.8 s'],
  ]);
});

test('medians have a tenth below a millisecond, too', () => {
  check(medianDuration, [
    [0.04, '<0.1 ms'],
    [0.4, '0.4 ms'],
    [0.94, '0.9 ms'],
    [0.96, '1.0 ms'],
    [2.14, '2.1 ms'],
    [108.3, '108 ms'],
  ]);
});

test('a phase that did not happen is a dash, one that took no time is not', () => {
  check(phaseDuration, [
    [null, '—'],
    [0, '<1 ms'],
    [2.1, '2.1 ms'],
  ]);
});

test('what counts up is said in whole seconds that have passed', () => {
  check(wholeSeconds, [
    [0, '<1 s'],
    [999, '<1 s'],
    [4999, '4 s'],
    [118_000, '118 s'],
  ]);
});

test('a limit is said as it was set', () => {
  check(limitDuration, [
    [250, '250 ms'],
    [1000, '1 s'],
    [1500, '1.5 s'],
    [118_000, '118 s'],
    [86_400_000, '24 h'],
  ]);
});

test('sizes have units of a thousand', () => {
  check(bytes, [
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [12_345, '12.3 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [64_000_000, '64.0 MB'],
    [2_500_000_000, '2.5 GB'],
  ]);
});

test('one is singular, none is plural', () => {
  assert.deepEqual(
    [0, 1, 2].map((amount) => count(amount, 'request')),
    ['0 requests', '1 request', '2 requests'],
  );
});

function check<T>(format: (value: T) => string, cases: readonly (readonly [T, string])[]): void {
  assert.deepEqual(
    cases.map(([value]) => format(value)),
    cases.map(([, expected]) => expected),
  );
}
