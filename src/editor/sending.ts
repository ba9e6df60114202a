/**
 * Sends a request of a document: from its text to its exchange, told to whoever shows it.
 * Whatever goes wrong with the request or on the wire becomes a run; only a bug throws.
 */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import type { Documents } from './documents.ts';
import type { Exchanges, Run } from './exchanges.ts';
import type { Output } from './output.ts';
import type { Pools } from './pools.ts';

export type Sending = {
  /** Fires when a sending begins and when it ends. */
  readonly onDidChange: vscode.Event<void>;
  /** How many are under way, those of documents closed meanwhile included. */
  count(): number;
  /** The newest exchange; null before the first. */
  last(): Exchange | null;
  /** Resolves to null when nothing was sent. */
  send(
    document: vscode.TextDocument,
    placed: PlacedRequest,
    options: { readonly fresh: boolean },
  ): Promise<Exchange | null>;
  cancelAll(): void;
  dispose(): void;
};

export function createSending(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  output: Output,
): Sending {
  const underWay = new Set<AbortController>();
  const changed = new vscode.EventEmitter<void>();
  let last: Exchange | null = null;

  async function exchange(
    document: vscode.TextDocument,
    placed: PlacedRequest,
    request: ResolvedRequest,
  ): Promise<Exchange> {
    const abort = new AbortController();
    underWay.add(abort);
    const finish = exchanges.begin(document, placed, {
      kind: 'sending',
      startedAtMs: performance.now(),
      cancel: () => {
        abort.abort();
      },
    });
    changed.fire();
    let outcome: Run | null = null;
    try {
      const options = { signal: abort.signal, trace: output.trace };
      const done = await pools.client().send(request, options);
      outcome = { kind: 'exchanged', exchange: done };
      last = done;
      return done;
    } finally {
      underWay.delete(abort);
      finish(outcome);
      changed.fire();
    }
  }

  return {
    onDidChange: changed.event,
    count: () => underWay.size,
    last: () => last,
    async send(document, placed, { fresh }) {
      // A second Send means "send it": it is being sent, so there is nothing to add.
      if (exchanges.at(document, placed)?.kind === 'sending') return null;
      const request = ready(documents, document, placed);
      if (typeof request !== 'string') {
        return exchange(document, placed, fresh ? { ...request, freshConnection: true } : request);
      }
      exchanges.begin(document, placed, { kind: 'refused', message: request });
      return null;
    },
    cancelAll() {
      for (const abort of underWay) abort.abort();
    },
    dispose() {
      for (const abort of underWay) abort.abort();
      changed.dispose();
    },
  };
}

/** The request to send, or the sentence that says why it can't be. */
function ready(
  documents: Documents,
  document: vscode.TextDocument,
  placed: PlacedRequest,
): ResolvedRequest | string {
  // Commands are hidden in an untrusted workspace, but any extension may call them.
  if (!vscode.workspace.isTrusted) {
    return vscode.l10n.t('This workspace is not trusted. Trust it to send requests');
  }
  const resolution = documents.read(document).resolve(placed);
  if (resolution.kind === 'ready') return resolution.request;
  const [first] = resolution.problems;
  return first?.message ?? vscode.l10n.t('The request has a problem');
}
