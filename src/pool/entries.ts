/** The connections of a pool, found by where they lead and by how long they have been idle. */
import type { Entry } from './entry.ts';
import { destinationOf, isForwarded, type Want } from './want.ts';

export class Entries {
  /** In the order of creation, which is the order of search. */
  readonly #all = new Map<number, Entry>();
  readonly #byOrigin = new Map<string, Set<Entry>>();
  readonly #byDestination = new Map<string, Set<Entry>>();
  /** The one idle longest first. */
  readonly #idle = new Set<Entry>();

  add(entry: Entry): void {
    this.#all.set(entry.id, entry);
    addTo(this.#byOrigin, originKey(entry.want), entry);
    addTo(this.#byDestination, destinationOf(entry.want), entry);
  }

  remove(entry: Entry): void {
    this.#all.delete(entry.id);
    this.#idle.delete(entry);
    removeFrom(this.#byOrigin, originKey(entry.want), entry);
    removeFrom(this.#byDestination, destinationOf(entry.want), entry);
  }

  get(id: number): Entry | undefined {
    return this.#all.get(id);
  }

  all(): Iterable<Entry> {
    return this.#all.values();
  }

  get size(): number {
    return this.#all.size;
  }

  /** All that could serve, oldest-created first. */
  candidates(want: Want): Iterable<Entry> {
    const found = isForwarded(want)
      ? this.#byDestination.get(destinationOf(want))
      : this.#byOrigin.get(originKey(want));
    return found ?? [];
  }

  /** All that lead to the same host and port, whatever else they differ in. */
  sameOrigin(want: Want): Iterable<Entry> {
    return this.#byOrigin.get(originKey(want)) ?? [];
  }

  /** How many connections libcurl's host limit counts for this request. */
  countTo(want: Want): number {
    return this.#byDestination.get(destinationOf(want))?.size ?? 0;
  }

  leadsTo(entry: Entry, want: Want): boolean {
    return this.#byDestination.get(destinationOf(want))?.has(entry) ?? false;
  }

  /** The one idle longest that is not in `except`; of those that lead where `want` does, unless that is null. */
  oldestIdle(want: Want | null, except: ReadonlySet<Entry>): Entry | undefined {
    for (const entry of this.#idle) {
      if (!except.has(entry) && (want === null || this.leadsTo(entry, want))) return entry;
    }
    return undefined;
  }

  markIdle(entry: Entry, atMs: number): void {
    entry.idleSinceMs = atMs;
    this.#idle.delete(entry);
    this.#idle.add(entry);
  }

  markBusy(entry: Entry): void {
    entry.idleSinceMs = null;
    this.#idle.delete(entry);
  }

  /** The one idle longest first. */
  idle(): ReadonlySet<Entry> {
    return this.#idle;
  }
}

function originKey({ host, port }: Want): string {
  return `${host}:${String(port)}`;
}

function addTo(index: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const set = index.get(key);
  if (set === undefined) index.set(key, new Set([entry]));
  else set.add(entry);
}

function removeFrom(index: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const set = index.get(key);
  set?.delete(entry);
  if (set?.size === 0) index.delete(key);
}
