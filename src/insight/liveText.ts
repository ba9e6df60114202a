/** The text of a body while it comes: its end, within bounds, and where in it each piece lies. */
import { charsetOf } from '../client/charset.ts';
import type { Arrival, ResponseHead } from '../client/exchange.ts';
import { headerValue } from '../request/headerValue.ts';
import type { Piece } from './arrivalText.ts';
import { bytes } from './bytes.ts';
import { count } from './count.ts';
import { duration } from './duration.ts';
import { eventCounter, type EventNoun } from './eventCounter.ts';
import { isBinaryType, isImageType, mediaTypeOf } from './mediaType.ts';
import { createPendingPieces } from './pendingPieces.ts';

export type LiveText = {
  /** Comes as a stream of parts that make sense by themselves, so that it is shown from its first byte on. */
  readonly isStream: boolean;
  readonly bytes: () => number;
  readonly add: (chunk: Uint8Array, arrival: Arrival) => void;
  /** No more of it is shown before it has ended, and the note says why. */
  readonly stop: (note: string) => void;
  /** All that has come until now, in so far as it is shown. */
  readonly read: () => LiveView;
  /** What is to be known of what is shown. */
  readonly notes: () => readonly string[];
  /** `receiving… 12 events · 3.4 s`. */
  readonly progress: (elapsedMs: number) => string;
};

export type LiveView = {
  readonly text: string;
  /** Where the text begins, in what has been decoded: pieces count from there. */
  readonly start: number;
  readonly pieces: readonly Piece[];
};

/** UTF-16 units. */
const maxShown = 125_000;

/**
 * Cut to less than that, so that it is not cut at every piece, but no further: of a flood hardly a line is left at the next look,
 * and a text of up to 100,000 units VS Code compares with the one before, letter by letter (`EditorWorker._diffLimit`).
 * Of two that have little in common 5,000 took it a second; a longer one it takes as it is.
 */
const keptOfShown = 105_000;

/** Where the next line is further away, it is cut within one. */
const nearLine = 4000;

/** Bytes that have not been decoded yet: as many units, and more, in whatever charset. */
const maxPending = 4 * maxShown;

/** The newest ones, as the eye is on them. */
const maxPieces = 10_000;

/** `first` is its first piece. Null for what is no text, or not worth showing before it is whole: other answers follow those that are no success. */
export function createLiveText(
  { status, headers }: ResponseHead,
  first: Uint8Array,
): LiveText | null {
  const { essence } = mediaTypeOf(headers);
  const contentType = headerValue(headers, 'content-type') ?? '';
  const charset = charsetOf(first, contentType);
  if (status < 200 || status > 299 || isBinaryType(essence) || isImageType(essence)) return null;
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
  let stopped: readonly string[] = [];

  function cut(): void {
    if (text.length <= maxShown) return;
    const from = text.length - keptOfShown;
    const line = text.indexOf('\n', from) + 1;
    // A line of its own length is cut in it, but not within a character.
    const isFar = line === 0 || line > from + nearLine;
    const at = isFar ? from + (isLowSurrogate(text, from) ? 1 : 0) : line;
    text = text.slice(at);
    start += at;
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
    stop: (note) => (stopped = [note]),
    read() {
      for (const { bytes: chunk, arrival } of pending.take()) {
        const decoded = decoder.decode(chunk, { stream: true });
        const at = decodedUnits;
        text += decoded;
        decodedUnits += decoded.length;
        decodedBytes += chunk.length;
        pieces.push({ start: at, end: decodedUnits, arrival });
      }
      if (pieces.length > maxPieces) pieces.splice(0, pieces.length - maxPieces);
      cut();
      return { text, start, pieces };
    },
    notes() {
      const perUnit = decodedUnits === 0 ? 1 : decodedBytes / decodedUnits;
      const leftOut = skippedBytes + Math.round(start * perUnit);
      const note = `The first ${bytes(leftOut)} are left out until it has ended`;
      return leftOut === 0 ? stopped : [note, ...stopped];
    },
    progress: (elapsedMs) => {
      const amount = counter === null ? bytes(received) : count(counter.events(), counter.noun);
      return `receiving… ${amount} · ${duration(elapsedMs)}`;
    },
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

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
