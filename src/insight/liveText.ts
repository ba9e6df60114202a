/** The text of a body while it comes: its end, within bounds, and where in it each piece lies. */
import { charsetOf } from '../client/charset.ts';
import type { Arrival, ResponseHead } from '../client/exchange.ts';
import type { Piece } from './arrivalText.ts';
import { bytes } from './bytes.ts';
import { count } from './count.ts';
import { duration } from './duration.ts';
import { eventCounter, type EventNoun } from './eventCounter.ts';
import { isBinaryType, isImageType, mediaTypeOf } from './mediaType.ts';
import { createPendingPieces } from './pendingPieces.ts';
import { printable } from './printable.ts';

export type LiveText = {
  /** Comes as a stream of parts that make sense by themselves, so that it is shown from its first byte on. */
  readonly isStream: boolean;
  readonly bytes: () => number;
  readonly add: (chunk: Uint8Array, arrival: Arrival) => void;
  /** What is shown of all that has come until now. */
  readonly read: () => LiveView;
  /** All of it that is at hand. */
  readonly soFar: () => LiveView;
  /** `receiving… 12 events · 3.4 s`. */
  readonly progress: (elapsedMs: number) => string;
};

export type LiveView = {
  readonly text: string;
  /** Where the text begins, in what has been decoded: pieces count from there. */
  readonly start: number;
  readonly pieces: readonly Piece[];
  readonly notes: readonly string[];
};

/** UTF-16 units. */
const maxKept = 125_000;

/** Cut to that, so that it is not cut at every piece. */
const keptAtLeast = 100_000;

/** More than that at a look is a flood, of which nobody reads more than what is on the screen. */
const floodUnits = 20_000;

/**
 * Of a flood: some screens full. The editor takes a text that has little in common with the one before whole,
 * and up to 100,000 units it first compares the two letter by letter (`EditorWorker._diffLimit`),
 * which for 16,000 takes the most of a second.
 */
const shownOfFlood = 5000;

/** Where the next line is further away, it is cut within one. */
const nearLine = 2500;

/** Bytes that have not been decoded yet: as many units, and more, in whatever charset. */
const maxPending = 4 * maxKept;

/** The newest ones, as the eye is on them. */
const maxPieces = 10_000;

/** Null for what is no text, or not worth showing before it is whole: other answers follow those that are no success. */
export function createLiveText(
  { status, headers }: ResponseHead,
  codings: readonly string[],
  first: Uint8Array,
): LiveText | null {
  const { essence } = mediaTypeOf(headers);
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const charset = charsetOf(first, contentType);
  if (status < 200 || status > 299 || isBinaryType(essence) || isImageType(essence)) return null;
  if (codings.length > 0) return codedText(codings);
  if (charset === null && first.includes(0)) return null;
  return plainText(decoderOf(charset), essence);
}

function plainText(decoder: TextDecoder, essence: string): LiveText {
  const noun = eventNouns.get(essence) ?? null;
  const counter = noun === null ? null : eventCounter(noun);
  const pieces: Piece[] = [];
  const pending = createPendingPieces(maxPending);
  let received = 0;
  /** Of what was decoded: bytes and units in all, and where the text that is kept begins. */
  let decodedBytes = 0;
  let decodedUnits = 0;
  let start = 0;
  let text = '';
  /** Never decoded, as it came faster than anybody could read. */
  let skippedBytes = 0;

  /** Looks in a row that each found more than anybody reads. */
  let floods = 0;
  let seenUnits = 0;
  /** Of what was decoded. */
  let shownFrom = 0;

  function take(): void {
    for (const { bytes: chunk, arrival } of pending.take()) {
      const decoded = decoder.decode(chunk, { stream: true });
      const at = decodedUnits;
      text += decoded;
      decodedUnits += decoded.length;
      decodedBytes += chunk.length;
      pieces.push({ start: at, end: decodedUnits, arrival });
    }
    if (pieces.length > maxPieces) pieces.splice(0, pieces.length - maxPieces);
    if (text.length <= maxKept) return;
    const at = lineNear(text, text.length - keptAtLeast);
    text = text.slice(at);
    start += at;
  }

  function viewFrom(at: number): LiveView {
    const perUnit = decodedUnits === 0 ? 1 : decodedBytes / decodedUnits;
    const leftOut = skippedBytes + Math.round((start + at) * perUnit);
    const note = `The first ${bytes(leftOut)} are left out until it has ended`;
    return { text: text.slice(at), start: start + at, pieces, notes: leftOut === 0 ? [] : [note] };
  }

  return {
    isStream: noun !== null,
    bytes: () => received,
    add(chunk, arrival) {
      received += chunk.length;
      counter?.add(chunk);
      const skipped = pending.add(chunk, arrival);
      if (skipped === 0) return;
      skippedBytes += skipped;
      // What was decoded before is further back than what is left out now, and so is half a character.
      decoder.decode();
      start = decodedUnits;
      text = '';
    },
    read() {
      take();
      floods = decodedUnits - seenUnits > floodUnits ? floods + 1 : 0;
      seenUnits = decodedUnits;
      // One look may find what had come before anybody looked.
      if (floods > 1) shownFrom = start + lineNear(text, text.length - shownOfFlood);
      // What has gone does not come back: a text that only grows at its end costs the editor least.
      return viewFrom(Math.max(0, shownFrom - start));
    },
    soFar() {
      take();
      return viewFrom(0);
    },
    progress: (elapsedMs) => {
      const amount = counter === null ? bytes(received) : count(counter.events(), counter.noun);
      return `receiving… ${amount} · ${duration(elapsedMs)}`;
    },
  };
}

/** Half a compressed body says nothing that could be relied on. */
function codedText(codings: readonly string[]): LiveText {
  const note = `Comes compressed (${printable(codings.join(', '))}): it is shown when it has ended`;
  const nothing: LiveView = { text: '', start: 0, pieces: [], notes: [note] };
  let received = 0;
  return {
    isStream: false,
    bytes: () => received,
    add: (chunk) => (received += chunk.length),
    read: () => nothing,
    soFar: () => nothing,
    progress: (elapsedMs) => `receiving… ${bytes(received)} · ${duration(elapsedMs)}`,
  };
}

const eventNouns: ReadonlyMap<string, EventNoun> = new Map([
  ['text/event-stream', 'event'],
  ['application/x-ndjson', 'line'],
  ['application/ndjson', 'line'],
  ['application/jsonl', 'line'],
  ['application/json-seq', 'record'],
]);

/** The rare charsets that it does not know are read right once the body is whole. */
function decoderOf(charset: string | null): TextDecoder {
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch {
    return new TextDecoder();
  }
}

/** The beginning of a line at `at` or soon after it; else `at`, but not within a character. */
function lineNear(text: string, at: number): number {
  if (at <= 0) return 0;
  const line = text.indexOf('\n', at - 1) + 1;
  const isFar = line === 0 || line > at + nearLine;
  return isFar ? at + (isLowSurrogate(text, at) ? 1 : 0) : line;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
