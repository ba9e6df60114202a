import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { noPhases } from '../../../src/client/phaseClock.ts';
import { palettes, type Theme } from '../../../src/insight/theme.ts';
import { waterfall } from '../../../src/insight/waterfall.ts';
import { coldPhases, exchange, failure, hop, newConnection, warmPhases } from './exchanges.ts';

const cold = exchange([hop({ connection: newConnection(), phases: coldPhases })]);

test('one row for each phase that happened, none for the others', () => {
  assert.deepEqual(labels(cold), ['DNS', 'TCP', 'TLS', 'send', 'wait', 'download']);
  assert.deepEqual(labels(exchange()), ['send', 'wait', 'download']);
});

test('the bars lie end to end and fill the axis', () => {
  const bars = barsOf(cold);
  bars.slice(1).forEach((bar, index) => {
    const before = bars[index];
    assert.ok(
      before !== undefined && Math.abs(before.x + before.width - bar.x) <= 2,
      `bar ${index + 1}`,
    );
  });
  const first = bars[0];
  const last = bars.at(-1);
  assert.ok(first !== undefined && last !== undefined);
  assert.equal(Math.round(last.x + last.width - first.x), 300);
});

test('what came before the first hop moves no bar, for it is not in the total', () => {
  const later = exchange([
    hop({ connection: newConnection(), phases: coldPhases, startedAtMs: 40 }),
  ]);
  assert.deepEqual(barsOf(later), barsOf(cold));
});

test('the shortest phase is still seen', () => {
  const tiny = { ...noPhases, send: 0.001, wait: 5000 };
  assert.deepEqual(
    barsOf(exchange([hop({ phases: tiny })])).map(({ width }) => width),
    [2, 300],
  );
});

test('a few hops are stacked under their causes', () => {
  const given = exchange([
    hop({ phases: { ...noPhases, wait: 3 }, response: null, failure: failure() }),
    hop({ cause: 'stale-retry', startedAtMs: 3, connection: newConnection(), phases: warmPhases }),
  ]);
  assert.deepEqual(labels(given), [
    'GET /items?page=2 · #3 reused',
    'wait',
    'stale retry: GET /items?page=2 · 200 · #4 new',
    'send',
    'wait',
    'download',
  ]);
  assert.match(
    waterfall(given, 'light'),
    new RegExp(`<path d="M.*" stroke="${palettes.light.failed}"`),
  );
});

test('many hops take a row each, and very many leave out the middle', () => {
  assert.deepEqual(labels(redirects(4)), ['1 first', '2 redirect', '3 redirect', '4 redirect']);
  assert.deepEqual(labels(redirects(21)).slice(-3), ['11 redirect', '… 9 more …', '21 redirect']);
});

test('it is small, ASCII, self-contained, and says in words what it shows', () => {
  for (const theme of Object.keys(palettes) as Theme[]) {
    for (const given of [cold, exchange(), redirects(21)]) {
      const svg = waterfall(given, theme);
      assert.ok(svg.length < 8 * 1024, `${svg.length} bytes`);
      assert.doesNotMatch(
        svg,
        /[^ -~]|NaN|undefined|<script|var\(|https?:(?!\/\/www\.w3\.org\/2000\/svg)/,
      );
      assert.match(svg, /^<svg [^>]*role="img"[^>]*><title id="t">[^<]+ in all/);
    }
  }
});

test('what a server says stays text', () => {
  const url = 'https://x.test/"><script>&\u0007é';
  const svg = waterfall(exchange([hop({ url }), hop({ url, cause: 'redirect' })]), 'dark');
  assert.doesNotMatch(svg, /<script|[^ -~]/);
  assert.match(svg, /GET \/&#34;&#62;&#60;script&#62;&#38;\\x07&#233;/);
});

test('nothing to draw is still a picture', () => {
  assert.match(waterfall(exchange([hop({ phases: noPhases })]), 'light'), /^<svg .*<\/svg>$/);
});

/** Rows of the picture, top to bottom: labels are to the left of the bars, headings at the margin. */
function labels(given: Exchange): string[] {
  const texts = waterfall(given, 'light').matchAll(/<text x="(?:2|66)" [^>]*>([^<]*)</g);
  return Array.from(texts, ([, text]) => decode(text ?? ''));
}

function barsOf(given: Exchange): { x: number; width: number }[] {
  const rects = waterfall(given, 'light').matchAll(
    /<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g,
  );
  return Array.from(rects, ([, x, width]) => ({ x: Number(x), width: Number(width) }));
}

function redirects(amount: number): Exchange {
  return exchange(
    Array.from({ length: amount }, (_, index) =>
      hop({
        cause: index === 0 ? 'first' : 'redirect',
        startedAtMs: index * 12,
        phases: warmPhases,
      }),
    ),
  );
}

function decode(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
