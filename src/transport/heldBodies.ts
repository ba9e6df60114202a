/**
 * Bodies that were short enough for memory one by one, and are too many for it together:
 * the newest stay in it, older ones go to files and are read from them when somebody asks.
 * Whose body nobody knows any more is found out from the garbage collector, and its file removed.
 */
import fs from 'node:fs';
import { join } from 'node:path';
import { withoutRoom } from './withoutRoom.ts';

export type HeldBodies = {
  /** Resolves when there is room for it. What no disk takes stays in memory. */
  readonly hold: (bytes: Uint8Array) => Promise<HeldBody>;
};

export type HeldBody = {
  readonly length: number;
  /** Throws where they are in a file that can't be read any more. */
  readonly bytes: () => Uint8Array;
};

export type HeldBodiesOptions = {
  /** Is made when it is needed. */
  readonly folder: string;
  /** Of all in memory; the bodies of one window or process. */
  readonly maxBytes?: number;
  /** Told once when the disk does not take them. */
  readonly onUnwritable: (error: unknown) => void;
};

/** Enough that what somebody has just looked at is hardly ever read from a disk. */
const maxHeldBytes = 64 * 1024 * 1024;

/** A shorter one takes no more than what else is known of its exchange, and is left where it is. */
const minBytes = 4096;

/** Where a body is: `path` is null while it is in memory. */
type Place = { readonly bytes: number; path: string | null };

type Body = {
  readonly place: Place;
  inMemory: Uint8Array | null;
  /** Whoever asks twice in a moment has it read once. */
  lastRead: WeakRef<Uint8Array> | null;
};

export function createHeldBodies({
  folder,
  maxBytes = maxHeldBytes,
  onUnwritable,
}: HeldBodiesOptions): HeldBodies {
  /** Those in memory, the oldest first. */
  const held = new Map<Place, WeakRef<Body>>();
  let bytesInMemory = 0;
  let making = Promise.resolve();
  let isTold = false;

  function takeOut(place: Place): void {
    if (held.delete(place)) bytesInMemory -= place.bytes;
  }

  const collected = new FinalizationRegistry<Place>((place) => {
    takeOut(place);
    if (place.path !== null) fs.rm(place.path, { force: true }, () => undefined);
  });

  async function makeRoom(): Promise<void> {
    for (const [place, body] of held) {
      if (bytesInMemory <= maxBytes) return;
      await putAside(place, body.deref());
      takeOut(place);
    }
  }

  async function putAside(place: Place, body: Body | undefined): Promise<void> {
    if (body?.inMemory == null) return;
    const path = join(folder, crypto.randomUUID());
    try {
      await fs.promises.mkdir(folder, { recursive: true, mode: 0o700 });
      // Before it is there, so that whatever comes of it is removed.
      place.path = path;
      await fs.promises.writeFile(path, body.inMemory, { mode: 0o600, flag: 'wx' });
      body.inMemory = null;
    } catch (error) {
      if (!isTold) onUnwritable(error);
      isTold = true;
    }
  }

  return {
    async hold(came) {
      const bytes = withoutRoom(came);
      if (bytes.length < minBytes) return { length: bytes.length, bytes: () => bytes };
      const place = { bytes: bytes.length, path: null };
      const body = { place, inMemory: bytes, lastRead: null };
      held.set(place, new WeakRef(body));
      collected.register(body, place);
      bytesInMemory += bytes.length;
      if (bytesInMemory > maxBytes) {
        making = making.then(makeRoom);
        await making;
      }
      return heldBody(body);
    },
  };
}

/** In a function of its own: it must not keep what it is made of in sight. */
function heldBody(body: Body): HeldBody {
  return { length: body.place.bytes, bytes: () => body.inMemory ?? readAgain(body) };
}

function readAgain(body: Body): Uint8Array {
  const known = body.lastRead?.deref();
  if (known !== undefined) return known;
  const { path, bytes } = body.place;
  const read = wholeFile(String(path), bytes);
  body.lastRead = new WeakRef(read);
  return read;
}

function wholeFile(path: string, bytes: number): Uint8Array {
  let why = 'the file has another length';
  try {
    const read = fs.readFileSync(path);
    if (read.length === bytes) return read;
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  throw new Error(
    `The body of this response was put into ${path}, and can't be read any more (${why}). Send its request again`,
  );
}
