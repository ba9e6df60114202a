/** The README's tables of causes are what the code says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { hintCodes } from '../../../src/insight/hints/hint.ts';
import { curlWording, describeOpened } from '../../../src/insight/reasonText.ts';
import { closedCodes, differences, type OpenedCode } from '../../../src/pool/reasons.ts';
import { because } from './exchanges.ts';

/** Cells are padded to make columns; that says nothing. */
const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replace(
  / +/g,
  ' ',
);

test('every cause has its row, with its sentence and the wording of curl', () => {
  const asked = [
    'first-request',
    'fresh-connection',
    'all-busy',
    'streams-exhausted',
    'stale-retry',
  ] as const;
  for (const code of [...asked, ...differences, ...closedCodes]) {
    const row = causeRow(code);
    assert.ok(readme.includes(row), `The README lacks this row:\n${row}`);
  }
});

const limits: Partial<Record<OpenedCode, number>> = {
  timeout: 1000,
  'max-idle': 118_000,
  'max-lifetime': 86_400_000,
  'evicted-pool-full': 100,
  'evicted-host-limit': 6,
  'evicted-total-limit': 50,
  'streams-exhausted': 100,
};

/** Ages of its own for the two that are about age. */
const facts: Partial<Record<OpenedCode, object>> = {
  'max-idle': { idleMs: 119_000 },
  'max-lifetime': { ageMs: 86_500_000 },
};

function causeRow(code: OpenedCode): string {
  const cause = because(code, {
    connection: 3,
    served: 5,
    idleMs: 5000,
    ageMs: 90_000,
    limit: limits[code] ?? null,
    ...facts[code],
  });
  const curl = curlWording(cause);
  const wording = curl === null ? '—' : `\`${curl.replaceAll('|', '\\|')}\``;
  return `| \`${code}\` | ${describeOpened(cause, 'api.test')} | ${wording} |`;
}

test('every hint has its row', () => {
  for (const code of hintCodes) assert.ok(readme.includes(`\n| \`${code}\` | `), code);
});
