/** How many parts of a stream have come whole, wherever the pieces it came in were cut. */
export type EventNoun = 'event' | 'line' | 'record';

export type EventCounter = {
  readonly noun: EventNoun;
  readonly add: (chunk: Uint8Array) => void;
  readonly events: () => number;
};

export function eventCounter(noun: EventNoun): EventCounter {
  switch (noun) {
    case 'event':
      return sentEvents();
    case 'line':
      return marks(noun, lineFeed);
    case 'record':
      return marks(noun, recordSeparator);
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Begins each text of a JSON sequence (RFC 7464, section 2.2). */
const recordSeparator = 0x1e;

function marks(noun: EventNoun, mark: number): EventCounter {
  let amount = 0;
  return {
    noun,
    events: () => amount,
    add(chunk) {
      for (let at = chunk.indexOf(mark); at !== -1; at = chunk.indexOf(mark, at + 1)) amount += 1;
    },
  };
}

const field = 'data';
const colon = 0x3a;

/** An empty line ends an event, and one without data is none (HTML standard, "interpreting an event stream"). */
function sentEvents(): EventCounter {
  let amount = 0;
  /** In the line that is being read. */
  let column = 0;
  let isData = true;
  let hasData = false;
  let afterReturn = false;

  function add(byte: number): void {
    const isSecond = afterReturn && byte === lineFeed;
    afterReturn = byte === carriageReturn;
    if (isSecond) return;
    if (byte !== lineFeed && byte !== carriageReturn) {
      if (column < field.length) isData &&= byte === field.charCodeAt(column);
      else if (column === field.length) isData &&= byte === colon;
      column += 1;
      return;
    }
    if (column === 0) {
      if (hasData) amount += 1;
      hasData = false;
    } else if (isData && column >= field.length) hasData = true;
    column = 0;
    isData = true;
  }

  return {
    noun: 'event',
    events: () => amount,
    add(chunk) {
      for (const byte of chunk) add(byte);
    },
  };
}
