/** The rules, and what they find about one request. */
import { connectionClose, freshConnection, lonePool, maxIdle, noKeepAlive } from './closing.ts';
import { costText } from './cost.ts';
import type { Around, RequestFacts } from './facts.ts';
import type { Finding } from './hint.ts';
import { originSpelling, parallelHttp1, redirectToHttps, splitOrigin } from './origins.ts';
import { closeDelimited, http10, serverClosesAfter, serverClosesIdle } from './server.ts';

type Rule = (request: RequestFacts, around: Around) => Finding | null;

const rules: readonly Rule[] = [
  connectionClose,
  noKeepAlive,
  freshConnection,
  lonePool,
  maxIdle,
  http10,
  originSpelling,
  redirectToHttps,
  splitOrigin,
  serverClosesIdle,
  serverClosesAfter,
  parallelHttp1,
  closeDelimited,
];

export function hintsFor(request: RequestFacts, around: Around): readonly Finding[] {
  const found: Finding[] = [];
  for (const rule of rules) {
    const finding = rule(request, around);
    if (finding !== null) found.push(finding);
  }
  return found;
}

/** The sentence, and the cost and where it comes from; where nothing was measured there is nothing to say of it. */
export function hintMessage({ why, cost }: Finding): string {
  return cost === null ? why : `${why}. ${costText(cost)}`;
}
