/** The colours of the pictures as people see them who see no red or no green. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { palettes, type Theme } from '../../../src/insight/theme.ts';
import { phaseNames, type Phase } from '../../../src/request/phases.ts';

type Colour = readonly [number, number, number];

/**
 * What is seen of linear RGB. Viénot, Brettel and Mollon, "Digital video colourmaps for checking the legibility
 * of displays by dichromats", 1999.
 */
const sights: Readonly<Record<string, readonly Colour[]>> = {
  'all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red (protanopia)': [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  'no green (deuteranopia)': [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};

/** What opens a connection; the rest is what it is used for. */
const handshake: readonly Phase[] = ['proxy', 'dns', 'tcp', 'tls'];
const use: readonly Phase[] = ['send', 'wait', 'download'];

/** In CIELAB, where 2.3 is a difference just noticed: no two phases are alike, and opening is far from using. */
const leastBetweenPhases = 11;
const leastBetweenKinds = 30;

for (const sight of Object.keys(sights)) {
  test(`the phases are told apart by who sees ${sight}, in each theme`, () => {
    for (const theme of Object.keys(palettes) as Theme[]) {
      const { phases } = palettes[theme];
      for (const [index, one] of phaseNames.entries()) {
        for (const other of phaseNames.slice(index + 1)) {
          const areOfBothKinds = handshake.includes(one) && use.includes(other);
          const least = areOfBothKinds ? leastBetweenKinds : leastBetweenPhases;
          const between = distance(phases[one], phases[other], sight);
          assert.ok(between >= least, `${theme}: ${one} and ${other}: ${between.toFixed(1)}`);
        }
      }
    }
  });
}

/** CIE76. */
function distance(one: string, other: string, sight: string): number {
  const [a, b] = [one, other].map((colour) => lab(seen(linear(colour), sights[sight] ?? [])));
  return Math.hypot(...(a ?? []).map((value, index) => value - (b?.[index] ?? NaN)));
}

function seen(colour: Colour, sight: readonly Colour[]): readonly number[] {
  const channels = sight.map((row) =>
    row.reduce((sum, part, index) => sum + part * (colour[index] ?? NaN), 0),
  );
  return channels.map((channel) => Math.min(1, Math.max(0, channel)));
}

/** `#rrggbb` as linear light, from 0 to 1. */
function linear(colour: string): Colour {
  const channel = (at: number): number => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** CIELAB of linear sRGB, white D65. */
function lab([red = NaN, green = NaN, blue = NaN]: readonly number[]): readonly number[] {
  const root = (value: number): number =>
    value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
  const x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = root(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = root((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
