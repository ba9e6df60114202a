/** Where words stand in a text, found in one walk over it: of secrets there may be thousands. */
import type { Steps } from '../request/steps.ts';

export type Words = {
  readonly all: ReadonlySet<string>;
  /** How long they are, the longest first. */
  readonly lengths: readonly number[];
  /** So many units at the beginning of each are looked at before all of it is. */
  readonly leadUnits: number;
  /** By the hash of these, whether a word may begin so. */
  readonly leads: Uint8Array;
};

export function wordsToFind(words: readonly string[]): Words {
  const all = new Set(words.filter((word) => word !== ''));
  const lengths = [...new Set(Array.from(all, ({ length }) => length))].toSorted((a, b) => b - a);
  const leadUnits = Math.min(4, lengths.at(-1) ?? 4);
  const leads = new Uint8Array(hashes);
  for (const word of all) leads[leadOf(word, 0, leadUnits)] = 1;
  return { all, lengths, leadUnits, leads };
}

export type Place = { readonly start: number; readonly end: number };

/** In their order; those that overlap are one. */
export function* placesOf(text: string, words: Words): Steps<readonly Place[]> {
  const { all, lengths, leadUnits, leads } = words;
  const places: { readonly start: number; end: number }[] = [];
  const last = all.size === 0 ? -1 : text.length - leadUnits;
  for (let at = 0; at <= last; at++) {
    if (at % unitsAtOnce === unitsAtOnce - 1) yield;
    if (leads[leadOf(text, at, leadUnits)] === 0) continue;
    // What is cut off at the end of the text may be another, shorter word.
    const rest = text.length - at;
    const length = lengths.find((each) => each <= rest && all.has(text.slice(at, at + each)));
    if (length === undefined) continue;
    const before = places.at(-1);
    if (before !== undefined && before.end > at) before.end = Math.max(before.end, at + length);
    else places.push({ start: at, end: at + length });
  }
  return places;
}

/** The same in a text that was cut: what may be the beginning of a word at its end is a place, too. */
export function* placesInCut(text: string, words: Words): Steps<readonly Place[]> {
  const places = yield* placesOf(text, words);
  const open = openFrom(text, words);
  if (open === text.length) return places;
  const before = places.filter(({ end }) => end <= open);
  const start = Math.min(open, places[before.length]?.start ?? open);
  return [...before, { start, end: text.length }];
}

/** Where the longest end of the text stands that a word begins with; its length without one. */
function openFrom(text: string, { all }: Words): number {
  let open = text.length;
  for (const word of all) {
    for (let at = Math.max(0, text.length - word.length + 1); at < open; at++)
      if (text[at] === word[0] && word.startsWith(text.slice(at))) open = at;
  }
  return open;
}

/** Takes some milliseconds. */
const unitsAtOnce = 1_000_000;

const hashes = 65_536;

function leadOf(text: string, at: number, units: number): number {
  let hash = 0;
  for (let unit = 0; unit < units; unit++) hash = hash * 31 + text.charCodeAt(at + unit);
  return hash % hashes;
}
