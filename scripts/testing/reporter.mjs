/**
 * A reporter for `node --test` that says little: each failure in full, then one line of counts.
 * The outcome (outcome.ts) goes to the file that KEEPALIVE_TEST_OUTCOME names as well.
 */
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const counts = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

// Node loads a reporter by its default export.
// eslint-disable-next-line no-restricted-exports
export default async function* report(events) {
  const titles = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') titles[data.nesting] = data.name;
    else if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    else if (type === 'test:pass') yield passed(data);
    else if (type === 'test:fail') yield failed(data, titles.slice(0, data.nesting));
  }
  const { passed: passes, failed: fails } = counts;
  const outcome = { passed: passes, failed: fails, failures };
  writeFileSync(process.env.KEEPALIVE_TEST_OUTCOME, JSON.stringify(outcome));
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  yield `  ${counts.passed} passed, ${counts.failed} failed${skipped}\n`;
}

function passed(data) {
  // A suite is no test: its tests are counted.
  if (data.details.type === 'suite') return '';
  if (data.skip !== undefined || data.todo !== undefined) {
    counts.skipped += 1;
    // What was not shown must not look as if it had been.
    return `  - ${data.name}: skipped, ${data.skip ?? data.todo}\n`;
  }
  counts.passed += 1;
  return process.env.KEEPALIVE_TEST_TITLES === 'yes' ? `  ✓ ${data.name}\n` : '';
}

function failed(data, parents) {
  const { error, type } = data.details;
  // The failure of a parent only repeats those of its children.
  if (error.failureType === 'subtestsFailed') return '';
  if (type === 'suite' && error.failureType === undefined) return '';
  counts.failed += 1;
  failures.push(failureOf(data));
  const place = data.file === undefined ? '' : ` (${relative('.', data.file)}:${data.line})`;
  const cause = error.cause ?? error;
  const text = cause?.stack ?? cause?.message ?? String(cause);
  const indented = String(text).replaceAll('\n', '\n    ');
  return `  ✗ ${[...parents, data.name].join(' › ')}${place}\n    ${indented}\n`;
}

/** Null for a hook, and for a file that failed as a whole. */
function failureOf({ name, file, details }) {
  const isHook = details.error.failureType === 'hookFailed';
  if (isHook || file === undefined || resolve(name) === resolve(file)) return null;
  return { file: relative('.', file), title: name };
}
