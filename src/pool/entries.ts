/** The connections of a pool, found by where they lead, whether they can take a request, and how long they have been idle. */
import type { Entry } from './entry.ts';
import { IdleList } from './idleList.ts';
import { Places } from './places.ts';
import { destinationOf, isForwarded, type HostPort, type Want } from './want.ts';

/** The connections that serve one host and port; `open` are those that could take a request now, by id. */
type Served = { readonly all: Set<Entry>; readonly open: Entry[] };

export class Entries {
  /** In the order of creation. */
  readonly #all = new Map<number, Entry>();
  readonly #byServed = new Places<Served>();
  readonly #byOrigin = new Places<Set<Entry>>();
  readonly #byDestination = new Map<string, Set<Entry>>();
  readonly #idle = new IdleList();

  add(entry: Entry): void {
    const { want } = entry;
    this.#all.set(entry.id, entry);
    const served = this.#byServed.get(servedBy(want));
    if (served === undefined) {
      this.#byServed.set(servedBy(want), { all: new Set([entry]), open: [] });
    } else served.all.add(entry);
    const here = this.#byOrigin.get(want);
    if (here === undefined) this.#byOrigin.set(want, new Set([entry]));
    else here.add(entry);
    const destination = destinationOf(want);
    const there = this.#byDestination.get(destination);
    if (there === undefined) this.#byDestination.set(destination, new Set([entry]));
    else there.add(entry);
  }

  remove(entry: Entry): void {
    const { want } = entry;
    this.#all.delete(entry.id);
    if (entry.idleSinceMs !== null) this.#idle.remove(entry);
    this.#close(entry);
    const served = this.#byServed.get(servedBy(want));
    served?.all.delete(entry);
    if (served?.all.size === 0) this.#byServed.delete(servedBy(want));
    const here = this.#byOrigin.get(want);
    here?.delete(entry);
    if (here?.size === 0) this.#byOrigin.delete(want);
    const destination = destinationOf(want);
    const there = this.#byDestination.get(destination);
    there?.delete(entry);
    if (there?.size === 0) this.#byDestination.delete(destination);
  }

  get(id: number): Entry | undefined {
    return this.#all.get(id);
  }

  /** Oldest-created first. */
  all(): Iterable<Entry> {
    return this.#all.values();
  }

  get size(): number {
    return this.#all.size;
  }

  /** All that could take a request now, if they match: oldest-created first. */
  candidates(want: Want): readonly Entry[] {
    return this.#byServed.get(servedBy(want))?.open ?? none;
  }

  /** All that could serve, if they match, busy or not: oldest-created first. */
  serving(want: Want): Iterable<Entry> {
    return this.#byServed.get(servedBy(want))?.all ?? none;
  }

  /** All that lead to the same host and port, whatever else they differ in: oldest-created first. */
  sameOrigin(want: Want): Iterable<Entry> {
    return this.#byOrigin.get(want) ?? none;
  }

  /** One that stands to another port of the same host; null without. */
  atOtherPort({ host, port }: Want): Entry | null {
    for (const entries of this.#byOrigin.atHost(host)) {
      for (const entry of entries) {
        if (entry.want.port === port) break;
        if (entry.protocol !== null) return entry;
      }
    }
    return null;
  }

  /** All that libcurl's host limit counts for this request. */
  sameDestination(want: Want): ReadonlySet<Entry> {
    return this.#byDestination.get(destinationOf(want)) ?? new Set();
  }

  markIdle(entry: Entry, atMs: number): void {
    if (entry.idleSinceMs !== null) this.#idle.remove(entry);
    entry.idleSinceMs = atMs;
    this.#idle.add(entry);
    this.markOpen(entry);
  }

  markBusy(entry: Entry): void {
    if (entry.idleSinceMs !== null) this.#idle.remove(entry);
    entry.idleSinceMs = null;
    if (entry.protocol !== 'h2') this.#close(entry);
  }

  /** It can take a request: it is idle, or serves many at a time. */
  markOpen(entry: Entry): void {
    const open = this.#byServed.get(servedBy(entry.want))?.open;
    if (open === undefined) return;
    const index = indexFor(open, entry.id);
    if (index === open.length) open.push(entry);
    else if (open[index] !== entry) open.splice(index, 0, entry);
  }

  /** The one idle longest first. */
  idle(): IdleList {
    return this.#idle;
  }

  #close(entry: Entry): void {
    const open = this.#byServed.get(servedBy(entry.want))?.open;
    if (open === undefined) return;
    const index = indexFor(open, entry.id);
    if (open[index] !== entry) return;
    if (index === open.length - 1) open.pop();
    else open.splice(index, 1);
  }
}

const none: readonly Entry[] = [];

/** Whose requests a connection serves: through a forwarding proxy those of any host, so it is the proxy itself. */
function servedBy(want: Want): HostPort {
  return want.proxy !== null && isForwarded(want) ? want.proxy : want;
}

/** Where the entry with this id is, or belongs, in a list by id, which is the order of creation. */
function indexFor(entries: readonly Entry[], id: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
