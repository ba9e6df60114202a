import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createLensRefresh } from '../../../src/editor/lensRefresh.ts';

test('what changes before VS Code has asked is told once, when it has', () => {
  let told = 0;
  const refresh = createLensRefresh(() => (told += 1));
  refresh.asked();
  assert.equal(told, 0);
  for (let change = 0; change < 5; change++) refresh.tell();
  assert.equal(told, 1);
  refresh.asked();
  assert.equal(told, 2);
  refresh.asked();
  refresh.asked();
  assert.equal(told, 2);
  refresh.tell();
  assert.equal(told, 3);
  refresh.dispose();
});

test('where nobody asks it is told again after a second', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let told = 0;
    const refresh = createLensRefresh(() => (told += 1));
    refresh.tell();
    refresh.tell();
    mock.timers.tick(999);
    assert.equal(told, 1);
    mock.timers.tick(1);
    assert.equal(told, 2);
    mock.timers.tick(5000);
    assert.equal(told, 2);
    refresh.tell();
    refresh.tell();
    refresh.dispose();
    mock.timers.tick(5000);
    assert.equal(told, 3);
  } finally {
    mock.timers.reset();
  }
});
