/**
 * Sends a request of a file, and before it those it refers to: `{{login.response…}}` and `# @ref`
 * where `login` was not sent yet, `# @force-ref` in any case.
 */
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Answer, FileNeed, Need, PromptNeed } from '../request/needs.ts';
import { prepare } from '../request/prepare.ts';
import { referableName } from '../request/requestNames.ts';
import { requestReferences } from '../request/requestReferences.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { RequestProblem } from '../request/resolve.ts';
import type { Scope } from '../request/scope.ts';
import type { NamedExchanges } from './namedExchanges.ts';
import { responseValue } from './responseValue.ts';

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
  readonly send: (request: ResolvedRequest, placed: PlacedRequest) => Promise<Exchange>;
  /** Null when the person would not say. */
  readonly ask: (need: PromptNeed) => Promise<Answer | null>;
  readonly readFile: (need: FileNeed) => Promise<Answer>;
  /** Whether a request may be sent before the one that refers to it. */
  readonly maySendFirst: (name: string, before: PlacedRequest) => Promise<boolean>;
  /** Told of those that are sent first, and come to nothing. */
  readonly onRefused?: (placed: PlacedRequest, problems: readonly RequestProblem[]) => void;
};

export type Outcome =
  | { readonly kind: 'exchanged'; readonly exchange: Exchange }
  /** Of `problems` the first is an error. */
  | { readonly kind: 'refused'; readonly problems: readonly RequestProblem[] }
  /** A person would not go on. */
  | { readonly kind: 'given-up' };

/** `answers` are those that are known before; more are put into it. */
export function sendRequest(
  placed: PlacedRequest,
  file: SendingFile,
  ports: SendingPorts,
  answers: Map<string, Answer> = new Map(),
): Promise<Outcome> {
  return sendOne(placed, file, ports, answers, []);
}

async function sendOne(
  placed: PlacedRequest,
  file: SendingFile,
  ports: SendingPorts,
  answers: Map<string, Answer>,
  before: readonly string[],
): Promise<Outcome> {
  const name = referableName(placed.request.name, placed.title);
  const chain = [...before, name ?? ''];
  for (const { name: other, always } of requestReferences(placed)) {
    const sent = await sendFirst(other, always, placed, file, ports, chain);
    if (sent === 'given-up') return { kind: 'given-up' };
    if (sent !== 'sent') return { kind: 'refused', problems: [problemOf(placed, sent)] };
  }
  const prepared = await prepare(placed, file.scope, file.path, answers, (need) =>
    find(need, placed, file, ports, chain),
  );
  if (prepared.kind === 'given-up') return prepared;
  if (prepared.kind !== 'ready') return { kind: 'refused', problems: prepared.problems };
  const exchange = await ports.send(prepared.request, placed);
  if (name !== null) ports.named.keep(file.path, name, { request: prepared.request, exchange });
  return { kind: 'exchanged', exchange };
}

async function find(
  need: Need,
  placed: PlacedRequest,
  file: SendingFile,
  ports: SendingPorts,
  chain: readonly string[],
): Promise<Answer | null> {
  if (need.kind === 'prompt') return ports.ask(need);
  if (need.kind === 'file') return ports.readFile(need);
  const { request } = need.query;
  const sent = await sendFirst(request, false, placed, file, ports, chain);
  if (sent === 'given-up') return null;
  if (sent !== 'sent') return sent;
  const known = ports.named.of(file.path, request);
  if (known === null) return { message: `\`${request}\` was sent first, and has no response` };
  return responseValue(need.query, known);
}

type SentFirst = 'sent' | 'given-up' | Unsent;
type Unsent = { readonly message: string; readonly failed?: true };

async function sendFirst(
  name: string,
  always: boolean,
  before: PlacedRequest,
  file: SendingFile,
  ports: SendingPorts,
  chain: readonly string[],
): Promise<SentFirst> {
  if (chain.includes(name)) {
    const cycle = [...chain.slice(chain.indexOf(name)), name].join(' → ');
    return { message: `\`${name}\` needs itself to be sent first: ${cycle}` };
  }
  if (!always && ports.named.of(file.path, name) !== null) return 'sent';
  const placed = file.requestNamed(name);
  if (placed === null) return { message: `No request of this file is named \`${name}\`` };
  if (!(await ports.maySendFirst(name, before))) return 'given-up';
  const outcome = await sendOne(placed, file, ports, new Map(), chain);
  if (outcome.kind === 'given-up') return 'given-up';
  if (outcome.kind === 'refused') {
    ports.onRefused?.(placed, outcome.problems);
    const why = outcome.problems[0]?.message ?? 'it has a problem';
    const message = `\`${name}\` has to be sent first, and can't be: ${why}`;
    const isFailure = outcome.problems[0]?.code === 'reference-failed';
    return isFailure ? { message, failed: true } : { message };
  }
  if (outcome.exchange.failure === null) return 'sent';
  const message = `\`${name}\` was sent first, and failed: ${outcome.exchange.failure.code}`;
  return { message, failed: true };
}

/** On the request line. */
function problemOf({ request, offset, line }: PlacedRequest, unsent: Unsent): RequestProblem {
  const { message, failed } = unsent;
  const { start, end } = request.target.span;
  const place = { start: offset + start, end: offset + end, line };
  const code = failed === true ? 'reference-failed' : 'unresolved-variable';
  return { code, severity: 'error', message, ...place };
}
