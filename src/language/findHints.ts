/**
 * The hints of a file, found a piece at a time after its check, from what the check has kept of each
 * block: nothing is resolved again, and what is known around the file is asked for by origin.
 */
import { hintMessage, hintsFor } from '../insight/hints/hintsFor.ts';
import {
  hintSeverity,
  type Finding,
  type HintPlace,
  type HintProblemCode,
} from '../insight/hints/hint.ts';
import type { Around, RequestFacts, Spelling } from '../insight/hints/facts.ts';
import { hasSpellings, placeOfOrigin } from '../insight/hints/spellings.ts';
import type { OriginProfile } from '../insight/profile/originProfile.ts';
import type { Steps } from '../request/steps.ts';
import { blocksIn } from '../parser/blocks.ts';
import type { HttpFile, PlacedBlock, Request, Span } from '../parser/httpFile.ts';
import type { RequestProblem } from '../request/problems.ts';
import type { CheckMemory } from './check.ts';
import { isSilenced, silencedIn } from './silencedHints.ts';

/** A hint where it stands in the file, as a problem does. */
export type PlacedHint = Omit<RequestProblem, 'code'> &
  Pick<Finding, 'place' | 'remedy' | 'cost'> & { readonly code: HintProblemCode };

/** How many requests of a file go to each origin. */
export type OriginCounts = ReadonlyMap<string, number>;

export type HintSources = {
  readonly profile: (origin: string) => OriginProfile | null;
  /** Of the other files that are known. */
  readonly others: Iterable<OriginCounts>;
};

export type FoundHints = {
  readonly hints: readonly PlacedHint[];
  readonly origins: OriginCounts;
};

/** Of one kind no more than these in a file: who has not seen it by then does not want to. */
const maxOfOneKind = 100;

/** After `check` with the same memory. */
export function* findHints(
  file: HttpFile,
  memory: CheckMemory,
  sources: HintSources,
): Steps<FoundHints> {
  const { inFile, silenced } = yield* gather(file, memory);
  const origins = new Map(Array.from(inFile, ([origin, { requests }]) => [origin, requests]));
  const places = spellingsByPlace([origins, ...sources.others], sources.profile);
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const hints: PlacedHint[] = [];
  for (const chunk of file.chunks) {
    for (const at of blocksIn(chunk)) {
      const { request } = at.block;
      const facts = memory.found.get(at.block)?.facts ?? null;
      const own = facts === null ? undefined : inFile.get(facts.origin);
      if (request === null || facts === null || own === undefined) continue;
      const around: Around = {
        inFile: own,
        profile: sources.profile(facts.origin),
        spellings: places.get(placeOfOrigin(facts.origin)) ?? none,
        isFirst: !seen.has(facts.origin),
      };
      seen.add(facts.origin);
      for (const finding of hintsFor(facts, around)) {
        if (isSilenced(finding.code, silenced) || isSilenced(finding.code, silencedIn(request)))
          continue;
        const count = counts.get(finding.code) ?? 0;
        counts.set(finding.code, count + 1);
        if (count < maxOfOneKind) hints.push(placed(finding, at, request));
      }
    }
    yield;
  }
  return { hints, origins };
}

type Gathered = {
  readonly inFile: ReadonlyMap<string, OwnOrigin>;
  readonly silenced: ReturnType<typeof silencedIn>;
};

type OwnOrigin = {
  requests: number;
  insecure: number;
  readonly pools: Map<string, number>;
  http1: number;
};

function* gather(file: HttpFile, memory: CheckMemory): Steps<Gathered> {
  const inFile = new Map<string, OwnOrigin>();
  const silenced = new Set<string>();
  for (const { chunk } of file.chunks) {
    for (const block of chunk.blocks) {
      if (block.loose !== null) for (const code of silencedIn(block.loose)) silenced.add(code);
      const facts = memory.found.get(block)?.facts ?? null;
      if (facts !== null) add(inFile, facts);
    }
    yield;
  }
  return { inFile, silenced };
}

function add(inFile: Map<string, OwnOrigin>, facts: RequestFacts): void {
  let own = inFile.get(facts.origin);
  if (own === undefined) {
    own = { requests: 0, insecure: 0, pools: new Map(), http1: 0 };
    inFile.set(facts.origin, own);
  }
  own.requests += 1;
  if (facts.insecure) own.insecure += 1;
  if (facts.httpVersion?.startsWith('1') === true) own.http1 += 1;
  own.pools.set(facts.pool ?? '', (own.pools.get(facts.pool ?? '') ?? 0) + 1);
}

const none: readonly Spelling[] = [];

/** Only places that go by more than one name. */
function spellingsByPlace(
  files: readonly OriginCounts[],
  profile: HintSources['profile'],
): ReadonlyMap<string, readonly Spelling[]> {
  const totals = new Map<string, number>();
  const odd = new Set<string>();
  for (const file of files) {
    for (const [origin, requests] of file) {
      totals.set(origin, (totals.get(origin) ?? 0) + requests);
      if (hasSpellings(origin)) odd.add(placeOfOrigin(origin));
    }
  }
  const places = new Map<string, Spelling[]>();
  if (odd.size === 0) return places;
  for (const [origin, requests] of totals) {
    const place = placeOfOrigin(origin);
    if (!odd.has(place)) continue;
    const spellings = places.get(place) ?? [];
    spellings.push({ origin, requests, profile: profile(origin) });
    places.set(place, spellings);
  }
  return new Map([...places].filter(([, spellings]) => spellings.length > 1));
}

function placed(finding: Finding, at: PlacedBlock, request: Request): PlacedHint {
  const { span, line } = spanOf(finding.place, request);
  const { place, remedy, cost, code } = finding;
  return {
    code: `reuse-${code}`,
    severity: hintSeverity(finding),
    message: hintMessage(finding),
    start: at.offset + span.start,
    end: at.offset + span.end,
    line: at.line + line,
    place,
    remedy,
    cost,
  };
}

/** Where a default header or the like is the cause, the URL stands for it. */
function spanOf(
  place: HintPlace,
  request: Request,
): { readonly span: Span; readonly line: number } {
  const url = { span: request.target.span, line: request.line };
  if (place === 'url') return url;
  if (place === 'http-version') return { ...url, span: request.httpVersion?.span ?? url.span };
  if (place === 'connection-header') {
    const header = request.headers.find(({ name }) => name.text.toLowerCase() === 'connection');
    if (header === undefined) return url;
    const span = { start: header.name.span.start, end: header.value.span.end };
    return { span, line: header.line };
  }
  return request.directives.findLast(({ name }) => name === place) ?? url;
}
