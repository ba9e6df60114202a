/**
 * Sends a request of a document: from its text to its exchange, told to whoever shows it.
 * Whatever goes wrong with the request or on the wire becomes a run; only a bug throws.
 */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { sendRequest } from '../run/sendRequest.ts';
import type { Documents } from './documents.ts';
import type { Environments } from './environments.ts';
import { anchorOf, startOf, type Anchor, type Exchanges } from './exchanges.ts';
import { placeNow } from './placeNow.ts';
import { sendMany, type SendManyOptions, type SentMany } from './sendMany.ts';
import { createDocumentPorts } from './sendingPorts.ts';
import type { Settings } from './settings.ts';
import type { UnderWay, Watch } from './underWay.ts';

export type Sending = Omit<UnderWay, 'send' | 'count'> & {
  /** Whether something is under way; a run of many is from its first request to its last, and while it asks. */
  isSending(): boolean;
  /** Resolves to null when nothing was sent. */
  send(
    document: vscode.TextDocument,
    placed: PlacedRequest,
    options: SendingOptions,
  ): Promise<Exchange | null>;
  /** One after the other, or as many at a time as the settings say; null in a workspace that is not trusted. */
  sendMany(
    document: vscode.TextDocument,
    requests: readonly Anchor[],
    options: Pick<SendManyOptions, 'signal' | 'onSent'>,
  ): Promise<SentMany | null>;
  /** What a person has answered once is asked again; the answer is how many answers that were. */
  forgetAnswers(): number;
};

export type SendingOptions = {
  readonly fresh: boolean;
  /** Told of the answer while it comes, but not of those that had to be had first. */
  readonly watch?: Watch;
  /** Sends the request in another way than over the window's pools; those it refers to are sent as ever. */
  readonly by?: (request: ResolvedRequest) => Promise<Exchange>;
};

export function createSending(
  documents: Documents,
  environments: Environments,
  exchanges: Exchanges,
  underWay: UnderWay,
  settings: Settings,
): Sending {
  /** What sends several: to be told, too, when all are cancelled. */
  const runs = new Set<AbortController>();
  const changed = new vscode.EventEmitter<void>();
  const sent = underWay.onDidChange(() => {
    changed.fire();
  });
  const cancelAll = (): void => {
    for (const stop of runs) stop.abort();
    underWay.cancelAll();
  };
  const ports = createDocumentPorts(documents);
  /** What is being made ready, which may be waiting for a person. */
  const asking = new Set<Asking>();

  return {
    ...underWay,
    onDidChange: changed.event,
    isSending: () => runs.size > 0 || underWay.count() > 0,
    async send(document, placed, { fresh, watch, by }) {
      const anchor = anchorOf(document, placed);
      const isAsked = [...asking].some(
        (asked) =>
          asked.document === document &&
          placeNow(documents, document, asked.anchor) === startOf(placed),
      );
      // A second Send means "send it": it is being sent, so there is nothing to add.
      if (isAsked || exchanges.at(document, placed)?.kind === 'sending') return null;
      const refuse = (message: string): null => {
        exchanges.begin(document, anchor, { kind: 'refused', message });
        return null;
      };
      // Commands are hidden in an untrusted workspace, but any extension may call them.
      if (!vscode.workspace.isTrusted) return refuse(notTrusted());
      const asked = { document, anchor };
      asking.add(asked);
      try {
        await environments.load(document);
        const file = ports.file(document);
        const { version } = document;
        const send = (request: ResolvedRequest, one: PlacedRequest): Promise<Exchange> => {
          if (one !== placed) return underWay.send(document, { placed: one, version }, request);
          if (by !== undefined) return by(request);
          const meant = fresh ? { ...request, freshConnection: true } : request;
          return underWay.send(document, anchor, meant, { watch });
        };
        const outcome = await sendRequest(placed, file, ports.of(document, placed, send));
        if (outcome.kind === 'exchanged') return outcome.exchange;
        if (outcome.kind === 'given-up') return null;
        const [first] = outcome.problems;
        return refuse(first?.message ?? vscode.l10n.t('The request has a problem'));
      } finally {
        asking.delete(asked);
      }
    },
    async sendMany(document, requests, { signal, onSent }) {
      if (!vscode.workspace.isTrusted) {
        void vscode.window.showInformationMessage(notTrusted());
        return null;
      }
      const [first, ...others] = requests;
      if (first === undefined) return null;
      const stop = new AbortController();
      runs.add(stop);
      changed.fire();
      try {
        await environments.load(document);
        const parts = { documents, exchanges, underWay, ports };
        const either = AbortSignal.any([stop.signal, signal]);
        const options = { parallel: settings.parallel(), signal: either, onSent };
        return await sendMany(document, [first, ...others], parts, options);
      } finally {
        runs.delete(stop);
        changed.fire();
      }
    },
    forgetAnswers: () => ports.forgetAnswers(),
    cancelAll,
    end() {
      cancelAll();
      return underWay.end();
    },
    dispose() {
      ports.dispose();
      underWay.dispose();
      vscode.Disposable.from(sent, changed).dispose();
    },
  };
}

/** What is being made ready. */
type Asking = { readonly document: vscode.TextDocument; readonly anchor: Anchor };

function notTrusted(): string {
  return vscode.l10n.t('This workspace is not trusted. Trust it to send requests');
}
