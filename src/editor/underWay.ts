/** What is being sent now and what came of it, told to whoever shows it. */
import * as vscode from 'vscode';
import type { Watcher } from '../client/arrivals.ts';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { saveResponse } from '../run/saveResponse.ts';
import type { HeldBodies } from '../transport/heldBodies.ts';
import type { Documents } from './documents.ts';
import type { Anchor, Exchanges, Run } from './exchanges.ts';
import type { History } from './history.ts';
import type { Output } from './output.ts';
import { placeNow } from './placeNow.ts';
import type { Pools } from './pools.ts';
import { documentResponseFiles } from './responseFiles.ts';

export type UnderWay = {
  /** Fires when a sending begins and when it ends. */
  readonly onDidChange: vscode.Event<void>;
  /** Fires with each exchange when it has ended, that of a document closed meanwhile included. */
  readonly onDidExchange: vscode.Event<Exchange>;
  /** Those of documents closed meanwhile included. */
  count(): number;
  /** The newest exchange; null before the first. */
  last(): Exchange | null;
  /** Where the request is no longer what it was, what came of it is shown nowhere. */
  send(
    document: vscode.TextDocument,
    anchor: Anchor | null,
    request: ResolvedRequest,
    options?: UnderWayOptions,
  ): Promise<Exchange>;
  cancelAll(): void;
  /** Cancels all, and resolves when each is in the history. */
  end(): Promise<void>;
  dispose(): void;
};

export type UnderWayOptions = {
  readonly watch?: Watch | undefined;
  /** Cancels it, as `cancelAll` does. */
  readonly signal?: AbortSignal | undefined;
};

/** Told of an answer while it comes. */
export type Watch = (request: ResolvedRequest, cancel: () => void) => Watcher;

export function createUnderWay(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  history: History,
  bodies: HeldBodies,
  output: Output,
): UnderWay {
  const underWay = new Set<AbortController>();
  const ending = new Set<Promise<unknown>>();
  const changed = new vscode.EventEmitter<void>();
  const exchanged = new vscode.EventEmitter<Exchange>();
  let last: Exchange | null = null;
  const cancelAll = (): void => {
    for (const abort of underWay) abort.abort();
  };

  /** Of what had to wait for its turn or for an answer the line may be that of another by now. */
  function atItsLine(
    document: vscode.TextDocument,
    anchor: Anchor | null,
    request: ResolvedRequest,
  ): ResolvedRequest {
    const place = anchor === null ? null : placeNow(documents, document, anchor);
    if (place === null) return request;
    return { ...request, source: { ...request.source, line: document.positionAt(place).line + 1 } };
  }

  async function send(
    document: vscode.TextDocument,
    anchor: Anchor | null,
    resolved: ResolvedRequest,
    { watch, signal }: UnderWayOptions,
  ): Promise<Exchange> {
    const request = atItsLine(document, anchor, resolved);
    const abort = new AbortController();
    underWay.add(abort);
    const cancel = (): void => {
      abort.abort();
    };
    let received = 0;
    const watchAnswer = watch?.(request, cancel);
    const watcher: Watcher = (chunk, head, arrival) => {
      received += chunk.length;
      watchAnswer?.(chunk, head, arrival);
    };
    const startedAtMs = performance.now();
    const run = { kind: 'sending', startedAtMs, receivedBytes: () => received, cancel } as const;
    const finish = anchor === null ? null : exchanges.begin(document, anchor, run);
    changed.fire();
    let outcome: Extract<Run, { readonly kind: 'exchanged' }> | null = null;
    try {
      // Not `AbortSignal.any`: what it makes for each of many sends lasts until all is collected.
      if (signal?.aborted === true) cancel();
      signal?.addEventListener('abort', cancel);
      const options = { signal: abort.signal, trace: output.trace(request), watcher };
      const sent = await pools.client().send(request, options);
      // What is known of it from here on may be known for as long as the window is open.
      const done = { ...sent, body: await bodies.hold(sent.body.bytes()) };
      outcome = { kind: 'exchanged', exchange: done };
      last = done;
      if (isLogged(anchor?.placed ?? null)) history.add(done);
      await saveFiles(document, request, done);
      return done;
    } finally {
      signal?.removeEventListener('abort', cancel);
      underWay.delete(abort);
      finish?.(outcome);
      changed.fire();
      if (outcome !== null) exchanged.fire(outcome.exchange);
    }
  }

  return {
    onDidChange: changed.event,
    onDidExchange: exchanged.event,
    count: () => underWay.size,
    last: () => last,
    send(document, anchor, request, options = {}) {
      const sending = send(document, anchor, request, options);
      ending.add(sending);
      const forget = (): void => {
        ending.delete(sending);
      };
      sending.then(forget, forget);
      return sending;
    },
    cancelAll,
    async end() {
      cancelAll();
      await Promise.allSettled(ending);
    },
    dispose() {
      cancelAll();
      vscode.Disposable.from(changed, exchanged).dispose();
    },
  };
}

/** What can't be saved is told: whoever wrote `>>` counts on the file. */
async function saveFiles(
  { uri }: vscode.TextDocument,
  request: ResolvedRequest,
  exchange: Exchange,
): Promise<void> {
  if (request.responseFiles.length === 0) return;
  for (const saved of await saveResponse(request, exchange, documentResponseFiles(uri))) {
    if (saved.kind === 'not-saved') void vscode.window.showWarningMessage(saved.message);
    else vscode.window.setStatusBarMessage(vscode.l10n.t('Saved {0}', saved.path), 5000);
  }
}

/** `# @no-log` keeps a request out of the history. */
function isLogged(placed: PlacedRequest | null): boolean {
  const directives = placed?.request.directives ?? [];
  return !directives.some(({ name, value }) => name === 'no-log' && value !== 'false');
}
