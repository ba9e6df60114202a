/** A file, its requests sent for real, and the hints that come of it. */
import type { Client } from '../../../src/client/client.ts';
import type { Exchange } from '../../../src/client/exchange.ts';
import {
  learnExchange,
  learnSnapshot,
  nothingLearned,
  type Learned,
} from '../../../src/insight/profile/learn.ts';
import { atOnce } from '../../../src/request/steps.ts';
import { findHints, type OriginCounts, type PlacedHint } from '../../../src/language/findHints.ts';
import { parse } from '../../../src/parser/parse.ts';
import { requestsOf } from '../../../src/parser/requests.ts';
import { resolve } from '../../../src/request/resolve.ts';
import { fileScope } from '../../../src/request/scope.ts';
import { checkedFile } from '../../support/checkedFile.ts';

/** Sends the request of that index, from 0. */
export async function sendFrom(client: Client, text: string, index: number): Promise<Exchange> {
  const file = parse(text);
  const placed = requestsOf(file)[index];
  const resolution = placed && resolve(placed, fileScope(file), 'a.http');
  if (resolution?.kind !== 'ready') throw new Error(`Request ${index} is not ready`);
  return client.send(resolution.request);
}

/** One after the other, with a pause of that many milliseconds before each but the first. */
export async function learnFrom(
  client: Client,
  text: string,
  indices: readonly number[],
  pauseMs = 0,
): Promise<Learned> {
  let learned = nothingLearned;
  for (const [turn, index] of indices.entries()) {
    if (turn > 0 && pauseMs > 0) await new Promise((done) => setTimeout(done, pauseMs));
    learned = learnExchange(learned, await sendFrom(client, text, index));
    learned = learnSnapshot(learned, client.snapshot());
  }
  return learned;
}

export function hintsOf(
  text: string,
  { profiles }: Learned = nothingLearned,
  others: readonly OriginCounts[] = [],
): readonly PlacedHint[] {
  const { file, memory } = checkedFile(text);
  const profile = (origin: string) => profiles.get(origin) ?? null;
  return atOnce(findHints(file, memory, { profile, others })).hints;
}

/** `fresh-connection 3 measured`: the code, the line from 1, and where its cost comes from. */
export function told(hints: readonly PlacedHint[]): readonly string[] {
  return hints.map(({ code, line, cost }) => {
    return `${code.slice('reuse-'.length)} ${line + 1} ${cost?.basis ?? 'unmeasured'}`;
  });
}
