/**
 * Whether a request that others refer to can never be sent, as far as that is known before anything is:
 * it has a problem, one that it refers to has, or it needs itself.
 */
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Answer, FileNeed, Need } from '../request/needs.ts';
import { prepare } from '../request/prepare.ts';
import { requestReferences } from '../request/requestReferences.ts';
import type { SendingFile } from './sendRequest.ts';
import { cycleWords, unsendableWords } from './sendFirstWords.ts';

/** In words why not; null where nothing is known against it. */
export type Unsendable = (name: string, referredToBy: PlacedRequest) => Promise<string | null>;

export function createUnsendable(
  file: SendingFile,
  readFile: (need: FileNeed) => Promise<Answer>,
): Unsendable {
  /** What is known of a request whatever the way to it. */
  const known = new Map<PlacedRequest, string | null>();
  /** They say it all, whoever needs one of the circle. */
  const cycles = new Set<string>();

  /** `way` leads to the one that refers to it, from the one that was asked about; it is as before afterwards. */
  async function unsendable(name: string, way: PlacedRequest[]): Promise<string | null> {
    const placed = file.requestNamed(name);
    // That there is none is said where it is referred to.
    if (placed === null) return null;
    const twice = way.indexOf(placed);
    if (twice !== -1) {
      const cycle = cycleWords(way.slice(twice));
      cycles.add(cycle);
      return cycle;
    }
    const before = known.get(placed);
    if (before !== undefined) return before;
    // However long the way is, the stack is not.
    await Promise.resolve();
    way.push(placed);
    const why = await problemOf(placed, way);
    way.pop();
    const words = why === null || cycles.has(why) ? why : unsendableWords(name, why);
    known.set(placed, words);
    return words;
  }

  async function problemOf(placed: PlacedRequest, way: PlacedRequest[]): Promise<string | null> {
    for (const { name } of requestReferences(placed)) {
      const why = await unsendable(name, way);
      if (why !== null) return why;
    }
    const find = async (need: Need): Promise<Answer | 'later'> => {
      if (need.kind === 'file') return readFile(need);
      if (need.kind === 'prompt') return 'later';
      const message = await unsendable(need.query.request, way);
      return message === null ? 'later' : { message };
    };
    const prepared = await prepare(placed, file.scope, file.path, new Map(), find);
    return prepared.kind === 'problems' ? (prepared.problems[0]?.message ?? null) : null;
  }

  return (name, referredToBy) => unsendable(name, [referredToBy]);
}
