/**
 * Sends a request of a file, and before it those it refers to: `{{login.response…}}` and `# @ref`
 * where `login` was not sent yet, `# @force-ref` in any case.
 */
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Answer, FileNeed, Need, PromptNeed } from '../request/needs.ts';
import { prepare } from '../request/prepare.ts';
import type { RequestProblem } from '../request/problems.ts';
import { referableName } from '../request/requestNames.ts';
import { requestReferences } from '../request/requestReferences.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { Scope } from '../request/scope.ts';
import type { NamedExchanges } from './namedExchanges.ts';
import type { Outcome } from './outcome.ts';
import { responseValue } from './responseValue.ts';
import { cycleWords, referenceProblem, unsendableWords } from './sendFirstWords.ts';
import { createSendings, waitFor, type Sending, type Sendings } from './sendings.ts';

/** A file whose requests are sent. */
export type SendingFile = {
  /** As exchanges name it. */
  readonly path: string;
  readonly scope: Scope;
  /** Null where no request is called that. */
  readonly requestNamed: (name: string) => PlacedRequest | null;
};

/** What a surface does for it. */
export type SendingPorts = {
  readonly named: NamedExchanges;
  /** Shared by the requests of a run; without it a person sends this one by itself. */
  readonly sendings?: Sendings;
  readonly send: (request: ResolvedRequest, placed: PlacedRequest) => Promise<Exchange>;
  /** Null when the person would not say. */
  readonly ask: (need: PromptNeed) => Promise<Answer | null>;
  readonly readFile: (need: FileNeed) => Promise<Answer>;
  /** Whether a request may be sent before the one that refers to it. */
  readonly maySendFirst: (name: string, before: PlacedRequest) => Promise<boolean>;
  /** Told of those that are sent first, and come to nothing. */
  readonly onRefused?: (placed: PlacedRequest, problems: readonly RequestProblem[]) => void;
};

/** `answers` are those that are known before; more are put into it. What is on its way already is waited for. */
export function sendRequest(
  placed: PlacedRequest,
  file: SendingFile,
  ports: SendingPorts,
  answers: Map<string, Answer> = new Map(),
): Promise<Outcome> {
  const asked = ports.sendings === undefined ? placed : null;
  const context = { file, ports, sendings: ports.sendings ?? createSendings(), asked };
  return begin(placed, context, answers, []).outcome;
}

type Context = {
  readonly file: SendingFile;
  readonly ports: SendingPorts;
  readonly sendings: Sendings;
  /** The one that a person sends by itself; null in a run. */
  readonly asked: PlacedRequest | null;
};

/** The one that is known, else one more. */
function begin(
  placed: PlacedRequest,
  context: Context,
  answers: Map<string, Answer>,
  before: readonly Sending[],
  always = false,
): Sending {
  const known = context.sendings.get(placed);
  if (!always && known !== undefined) return known;
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const sending: Sending = { placed, waitsFor: null, outcome: promise };
  // One without a name nobody can ask for: kept, a long run would hold on to every response.
  if (nameOf(placed) !== null) context.sendings.set(placed, sending);
  sendOne(sending, context, answers, before).then(resolve, reject);
  return sending;
}

async function sendOne(
  sending: Sending,
  context: Context,
  answers: Map<string, Answer>,
  before: readonly Sending[],
): Promise<Outcome> {
  const { placed } = sending;
  const { file, ports } = context;
  const chain = [...before, sending];
  for (const { name: other, always } of requestReferences(placed)) {
    const sent = await sendFirst(other, always, context, chain);
    if (sent === 'given-up') return { kind: 'given-up' };
    if (sent === 'sent') continue;
    const { message, failed = false } = sent;
    return { kind: 'refused', problems: [referenceProblem(placed, message, failed)] };
  }
  const prepared = await prepare(placed, file.scope, file.path, answers, (need) =>
    find(need, context, chain),
  );
  if (prepared.kind === 'given-up') return prepared;
  if (prepared.kind !== 'ready') return { kind: 'refused', problems: prepared.problems };
  const exchange = await ports.send(prepared.request, placed);
  const name = nameOf(placed);
  if (name !== null && counts(placed, name, context)) {
    ports.named.keep(file.path, name, { request: prepared.request, exchange });
  }
  return { kind: 'exchanged', exchange };
}

/**
 * Of several with one name that which a person has just sent, as in REST Client; in a run the last one
 * of the file, in whatever order they are sent and answered.
 */
function counts(placed: PlacedRequest, name: string, { file, asked }: Context): boolean {
  const last = file.requestNamed(name);
  if (last?.request === placed.request) return true;
  return asked === placed && (placed.request.name !== null || last?.request.name === null);
}

async function find(
  need: Need,
  context: Context,
  chain: readonly Sending[],
): Promise<Answer | null> {
  const { file, ports } = context;
  if (need.kind === 'prompt') return ports.ask(need);
  if (need.kind === 'file') return ports.readFile(need);
  const { request } = need.query;
  const sent = await sendFirst(request, false, context, chain);
  if (sent === 'given-up') return null;
  if (sent !== 'sent') return sent;
  const known = ports.named.of(file.path, request);
  if (known === null) return { message: `\`${request}\` was sent first, and has no response` };
  return responseValue(need.query, known);
}

type SentFirst = 'sent' | 'given-up' | Unsent;
type Unsent = { readonly message: string; readonly failed?: true };

/** For the last one of the chain. */
async function sendFirst(
  name: string,
  always: boolean,
  context: Context,
  chain: readonly Sending[],
): Promise<SentFirst> {
  const { file, ports, sendings } = context;
  const before = chain.at(-1);
  const placed = file.requestNamed(name);
  const twice = chain.findIndex((each) => each.placed === placed);
  if (twice !== -1) return { message: cycleWords(chain.slice(twice).map((each) => each.placed)) };
  if (!always && ports.named.of(file.path, name) !== null) return 'sent';
  if (placed === null || before === undefined) {
    return { message: `No request of this file is named \`${name}\`` };
  }
  const isKnown = !always && sendings.has(placed);
  if (!isKnown && !(await ports.maySendFirst(name, before.placed))) return 'given-up';
  const outcome = await waitFor(before, begin(placed, context, new Map(), chain, always));
  if (outcome.kind === 'cycle') return { message: cycleWords(outcome.way) };
  if (outcome.kind === 'given-up') return 'given-up';
  if (outcome.kind === 'refused') {
    ports.onRefused?.(placed, outcome.problems);
    const why = outcome.problems[0]?.message ?? 'it has a problem';
    const message = unsendableWords(name, why);
    const isFailure = outcome.problems[0]?.code === 'reference-failed';
    return isFailure ? { message, failed: true } : { message };
  }
  if (outcome.exchange.failure === null) return 'sent';
  const message = `\`${name}\` was sent first, and failed: ${outcome.exchange.failure.code}`;
  return { message, failed: true };
}

function nameOf({ request, title }: PlacedRequest): string | null {
  return referableName(request.name, title);
}
