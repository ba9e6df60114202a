import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noPhases } from '../../../src/client/phaseClock.ts';
import { cssPalette, cssVariables } from '../../../src/insight/cssPalette.ts';
import { addToLanes, createLaneHops } from '../../../src/insight/laneHops.ts';
import { lanes } from '../../../src/insight/lanes.ts';
import { palettes } from '../../../src/insight/theme.ts';
import { because, coldPhases, exchange, failure, hop, newConnection } from './exchanges.ts';
import { all, cold, folded, light, picture, start, warm } from './laneExchanges.ts';

test('a lane for each connection, a block for each hop, each on the lane of its connection', () => {
  const svg = picture([cold(1, 0), warm(1, 200), cold(2, 210), warm(2, 400), warm(1, 410)]);
  assert.deepEqual(all(svg, /data-lane="([^"]*)"/g), ['1', '2']);
  assert.deepEqual(
    all(svg, /data-exchange="(\d+)"/g)
      .map(Number)
      .sort(),
    [0, 1, 2, 3, 4],
  );
  const [first = '', second = ''] = svg.split('data-lane=').slice(1);
  assert.deepEqual(all(first, /data-exchange="(\d+)"/g), ['0', '1', '4']);
  assert.deepEqual(all(second, /data-connection="(\d+)"/g), ['2', '2']);
});

test('reused and new differ in shape and in words; the handshake is drawn once', () => {
  const svg = picture([cold(1, 0), warm(1, 200), warm(1, 290)]);
  const [opening = '', reusing = ''] = blocksOf(svg);
  assert.deepEqual(all(opening, /data-handshake="(\w+)"/g), ['dns', 'tcp', 'tls']);
  assert.deepEqual(all(reusing, /data-handshake="(\w+)"/g), []);
  // Arcs make the round corners.
  assert.doesNotMatch(opening, /<path d="[^"]*A/);
  assert.match(reusing, /<path d="[^"]*A/);
  assert.match(opening, />\+ Items</);
  assert.match(reusing, />&#8635; Items</);
  assert.match(reusing, /<title>[^<]*#1 reused, request 5, idle 4\.1 s/);
});

test('without colours the handshake is told by its height', () => {
  const [opening = ''] = blocksOf(picture([cold(1, 0), warm(1, 200)]));
  const [, d = ''] = /<path d="(M[^"]*z)"/.exec(opening) ?? [];
  const edges = Array.from(d.matchAll(/[\d.]+ ([\d.]+)(?=[LAz])/g), ([, y]) => Number(y));
  const low = Array.from(
    opening.matchAll(/ y="([\d.]+)"[^>]* height="([\d.]+)"[^>]*data-handshake/g),
    ([, y, height]) => ({ top: Number(y), bottom: Number(y) + Number(height) }),
  );
  assert.equal(low.length, 3);
  const [top, bottom] = [Math.min(...edges), Math.max(...edges)];
  for (const part of low) {
    assert.deepEqual(part, { top: (top + bottom) / 2, bottom });
  }
});

test('the phases of a block lie end to end, round corners or not', () => {
  for (const block of blocksOf(picture([cold(1, 0), warm(1, 200), warm(1, 220)]))) {
    const ends = shapesOf(block).sort((a, b) => a.from - b.from);
    assert.ok(ends.length >= 2);
    ends.slice(1).forEach(({ from }, index) => {
      assert.ok(Math.abs(from - (ends[index]?.to ?? 0)) < 0.5, JSON.stringify(ends));
    });
  }
});

test('why a connection was closed stands at its end, also when it closed while nobody used it', () => {
  const close = because('server-sent-close', { connection: 2, served: 1 });
  const { svg, alt } = lanes(
    folded([
      cold(1, 0),
      cold(2, 6000),
      exchange([hop({ connection: newConnection({ id: 3, closedBecause: close }) })], {
        startedAt: start + 9000,
      }),
    ]),
    light,
  );
  // newConnection() says that the server closed #3; ours is about #1.
  assert.match(svg, /data-lane="3".*server sent close on #2/);
  assert.match(svg, /data-lane="1".*left open.*data-lane="2"/);
  assert.match(alt, /3 requests on 3 connections/);
  const idle = lanes(
    folded([
      cold(1, 0),
      exchange(
        [
          hop({
            phases: coldPhases,
            connection: newConnection({
              id: 2,
              openedBecause: because('server-closed-idle', {
                connection: 1,
                idleMs: 5000,
                served: 1,
              }),
            }),
          }),
        ],
        { startedAt: start + 6000 },
      ),
    ]),
    light,
  );
  assert.match(idle.svg, /data-closed="1"><title>server closed #1 after 5\.0 s idle</);
  assert.match(idle.alt, /#1 to api\.test: opened here, 0 requests reused it, server closed #1/);
});

test('a request that came to no connection is a lane of its own, with a cross', () => {
  const failed = exchange(
    [
      hop({
        connection: null,
        response: null,
        phases: { ...noPhases, tcp: 2 },
        failure: failure(),
      }),
    ],
    { startedAt: start + 5 },
  );
  const { svg, alt } = lanes(folded([failed, cold(1, 0)]), light);
  assert.deepEqual(all(svg, /data-lane="([^"]*)"/g), ['1', 'none']);
  assert.match(svg, new RegExp(`data-lane="none".*stroke="${palettes.light.failed}"`));
  assert.match(svg, /Connection to 127\.0\.0\.1:8080 was refused/);
  assert.match(alt, /1 request came to no connection/);
});

test('a long run: bounded, small blocks joined, and said in words', () => {
  const hops = createLaneHops();
  for (let index = 0; index < 5000; index += 1) {
    addToLanes(hops, index < 200 ? cold(index + 1, index) : warm((index % 200) + 1, index * 12));
  }
  assert.equal(hops.kept.length, 2000);
  const { svg, alt } = lanes(hops, light);
  const drawn = all(svg, /data-hops="(\d+)"/g).reduce((sum, text) => sum + Number(text), 0);
  assert.equal(drawn, 2000);
  assert.equal(all(svg, /(data-lane)=/g).length, 200);
  assert.match(alt, /Only the first 2000 of 5000 hops are drawn/);
  const one = picture([
    cold(1, 0),
    ...Array.from({ length: 1999 }, (_, index) => warm(1, 200 + index * 12)),
  ]);
  assert.ok(all(one, /(data-exchange)/g).length < 400);
  assert.match(one, /Striped blocks stand for several requests[^<]*: 19\d\d in \d+ block/);
  assert.ok(one.length < 100_000, `${one.length} bytes`);
});

test('an opening is never joined with what follows it', () => {
  const quick = exchange(
    [hop({ connection: newConnection({ id: 1 }), phases: { ...noPhases, tcp: 1, wait: 1 } })],
    { startedAt: start },
  );
  const rest = Array.from({ length: 500 }, (_, index) => warm(1, 2 + index * 12));
  const [first = '', second = ''] = blocksOf(picture([quick, ...rest]));
  assert.match(first, /data-hops="1"/);
  assert.match(second, /data-hops="500"/);
});

test('more than 200 connections are left out and told', () => {
  const given = Array.from({ length: 230 }, (_, index) => cold(index + 1, index));
  const { svg, alt } = lanes(folded(given), light);
  assert.equal(all(svg, /(data-lane)=/g).length, 200);
  assert.match(alt, /30 more connections with 30 requests are left out/);
});

test('in every theme: ASCII, no script, no numbers that are none; with variables in a page', () => {
  const given = folded([cold(1, 0), warm(1, 200), warm(1, 300)]);
  for (const palette of [...Object.values(palettes), cssPalette]) {
    const { svg } = lanes(given, { palette, interactive: true });
    assert.doesNotMatch(
      svg,
      /[^ -~]|NaN|undefined|<script|https?:(?!\/\/www\.w3\.org\/2000\/svg|\/\/api\.test)/,
    );
    assert.equal(
      all(svg, /<g class="block"[^>]*(tabindex="0" role="button" aria-label="[^"]+")/g).length,
      3,
    );
  }
  const { svg } = lanes(given, { palette: cssPalette });
  assert.match(svg, /fill="var\(--keepalive-wait\)"/);
  assert.doesNotMatch(svg, /#[0-9a-f]{6}|tabindex/);
  assert.match(
    cssVariables(palettes.light),
    /--keepalive-outline: transparent;.*--keepalive-tls: #b34a1f;/,
  );
});

test('links lead where they are told to, and what a server or a file says stays text', () => {
  const evil = '"><script>alert(1)</script>&\u0007é';
  const given = folded([
    exchange([hop({ url: `https://x.test/${evil}` })], {
      source: { file: 'a', name: evil, title: null, line: 1 },
    }),
  ]);
  const { svg } = lanes(given, { palette: palettes.dark, linkTo: ({ exchange: at }) => `#r${at}` });
  assert.match(svg, /<a href="#r0" class="block"/);
  assert.doesNotMatch(svg, /<script|[^ -~]/);
});

test('secrets are masked', () => {
  const given = exchange([hop({ url: 'https://x.test/s3cret?token=abcdef' })], {
    secrets: ['s3cret'],
  });
  assert.doesNotMatch(picture([given]), /s3cret|abcdef/);
});

test('nothing to draw is still a picture', () => {
  assert.match(lanes(createLaneHops(), light).svg, /^<svg .*Nothing was sent.*<\/svg>$/);
  assert.match(picture([exchange([hop({ phases: noPhases })])]), /^<svg .*<\/svg>$/);
});

function blocksOf(svg: string): string[] {
  return all(svg, /<g class="block"(.*?)<\/g>/g);
}

function shapesOf(block: string): { from: number; to: number }[] {
  const rects = block.matchAll(/<rect x="([\d.]+)"[^>]* width="([\d.]+)"/g);
  const paths = block.matchAll(/<path d="(M[^"]*z)"/g);
  return [
    ...Array.from(rects, ([, x, width]) => ({ from: Number(x), to: Number(x) + Number(width) })),
    ...Array.from(paths, ([, d = '']) => {
      const xs = Array.from(d.matchAll(/([\d.]+) [\d.]+(?=[LAz]|$)/g), ([, x]) => Number(x));
      return { from: Math.min(...xs), to: Math.max(...xs) };
    }),
  ];
}
