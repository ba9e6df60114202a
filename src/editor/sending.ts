/**
 * Sends a request of a document: from its text to its exchange, told to whoever shows it.
 * Whatever goes wrong with the request or on the wire becomes a run; only a bug throws.
 */
import * as vscode from 'vscode';
import type { Watcher } from '../client/arrivals.ts';
import type { Client } from '../client/client.ts';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { Answer } from '../request/needs.ts';
import { referableName } from '../request/requestNames.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { bodyFile } from '../run/bodyFile.ts';
import { createNamedExchanges } from '../run/namedExchanges.ts';
import type { NamedExchanges } from '../run/namedExchanges.ts';
import { run } from '../run/run.ts';
import type { RunReport } from '../run/run.ts';
import { saveResponse } from '../run/saveResponse.ts';
import { sendRequest } from '../run/sendRequest.ts';
import type { SendingFile, SendingPorts } from '../run/sendRequest.ts';
import { documentFiles } from './documentFiles.ts';
import { fileName } from './documents.ts';
import type { Documents } from './documents.ts';
import type { Environments } from './environments.ts';
import type { Exchanges, Run } from './exchanges.ts';
import type { History } from './history.ts';
import type { Output } from './output.ts';
import type { Pools } from './pools.ts';
import { askInEditor, maySendFirst } from './prompts.ts';
import { documentResponseFiles } from './responseFiles.ts';

export type Sending = {
  /** Fires when a sending begins and when it ends. */
  readonly onDidChange: vscode.Event<void>;
  /** Fires with each exchange when it has ended, that of a document closed meanwhile included. */
  readonly onDidExchange: vscode.Event<Exchange>;
  /** How many are under way, those of documents closed meanwhile included. */
  count(): number;
  /** The newest exchange; null before the first. */
  last(): Exchange | null;
  /** Resolves to null when nothing was sent. */
  send(
    document: vscode.TextDocument,
    placed: PlacedRequest,
    options: SendingOptions,
  ): Promise<Exchange | null>;
  /** One after the other, until `cancelAll`; null in a workspace that is not trusted. */
  sendMany(
    document: vscode.TextDocument,
    requests: readonly PlacedRequest[],
    onSent: () => void,
  ): Promise<SentMany | null>;
  cancelAll(): void;
  dispose(): void;
};

export type SendingOptions = {
  readonly fresh: boolean;
  /** Told of the answer while it comes, but not of those that had to be had first. */
  readonly watch?: Watch;
  /** Sends the request in another way than over the window's pools; those it refers to are sent as ever. */
  readonly by?: (request: ResolvedRequest) => Promise<Exchange>;
};

export type Watch = (request: ResolvedRequest, cancel: () => void) => Watcher;

export type SentMany = {
  readonly report: RunReport;
  /** The last ones: their bodies are held. */
  readonly exchanges: readonly Exchange[];
  readonly problems: readonly string[];
};

/** Of those that were sent together. */
const maxExchanges = 20;

export function createSending(
  documents: Documents,
  environments: Environments,
  exchanges: Exchanges,
  pools: Pools,
  history: History,
  output: Output,
): Sending {
  const underWay = new Set<AbortController>();
  /** What sends several: to be told, too, when all are cancelled. */
  const runs = new Set<AbortController>();
  const changed = new vscode.EventEmitter<void>();
  const exchanged = new vscode.EventEmitter<Exchange>();
  const named = createNamedExchanges();
  /** Answers to `-askonce`, by document and question. */
  const remembered = new Map<string, Answer>();
  /** What is being made ready, which may be waiting for a person. */
  const asking = new Set<string>();
  let last: Exchange | null = null;
  const closed = vscode.workspace.onDidCloseTextDocument((document) => {
    named.forget(fileName(document));
  });

  async function exchange(
    document: vscode.TextDocument,
    placed: PlacedRequest,
    request: ResolvedRequest,
    watch?: Watch,
  ): Promise<Exchange> {
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
    const finish = exchanges.begin(document, placed, {
      kind: 'sending',
      startedAtMs: performance.now(),
      receivedBytes: () => received,
      cancel,
    });
    changed.fire();
    let outcome: Extract<Run, { readonly kind: 'exchanged' }> | null = null;
    try {
      const options = { signal: abort.signal, trace: output.trace(request), watcher };
      const done = await pools.client().send(request, options);
      outcome = { kind: 'exchanged', exchange: done };
      last = done;
      if (isLogged(placed)) history.add(done);
      await saveFiles(document, request, done);
      return done;
    } finally {
      underWay.delete(abort);
      finish(outcome);
      changed.fire();
      if (outcome !== null) exchanged.fire(outcome.exchange);
    }
  }

  return {
    onDidChange: changed.event,
    onDidExchange: exchanged.event,
    count: () => underWay.size,
    last: () => last,
    async send(document, placed, { fresh, watch, by }) {
      const key = `${document.uri.toString()} ${String(placed.offset)}`;
      // A second Send means "send it": it is being sent, so there is nothing to add.
      if (asking.has(key) || exchanges.at(document, placed)?.kind === 'sending') return null;
      const refuse = (message: string): null => {
        exchanges.begin(document, placed, { kind: 'refused', message });
        return null;
      };
      // Commands are hidden in an untrusted workspace, but any extension may call them.
      if (!vscode.workspace.isTrusted) {
        return refuse(vscode.l10n.t('This workspace is not trusted. Trust it to send requests'));
      }
      asking.add(key);
      try {
        await environments.load(document);
        const ports = portsOf(document, placed, named, remembered, (request, one) => {
          if (by !== undefined && one === placed) return by(request);
          if (one !== placed) return exchange(document, one, request);
          const meant = fresh ? { ...request, freshConnection: true } : request;
          return exchange(document, one, meant, watch);
        });
        const outcome = await sendRequest(placed, sendingFile(documents, document), ports);
        if (outcome.kind === 'exchanged') return outcome.exchange;
        if (outcome.kind === 'given-up') return null;
        const [first] = outcome.problems;
        return refuse(first?.message ?? vscode.l10n.t('The request has a problem'));
      } finally {
        asking.delete(key);
      }
    },
    async sendMany(document, requests, onSent) {
      const refused = vscode.l10n.t('This workspace is not trusted. Trust it to send requests');
      if (!vscode.workspace.isTrusted) {
        void vscode.window.showInformationMessage(refused);
        return null;
      }
      await environments.load(document);
      const file = sendingFile(documents, document);
      const items = requests.map((placed) => ({ placed, file, answers: new Map() }));
      const [first] = requests;
      const stop = new AbortController();
      const kept: Exchange[] = [];
      const problems: string[] = [];
      const placedOf = ({ source }: ResolvedRequest): PlacedRequest | null =>
        requests.find(({ line }) => line === source.line - 1) ??
        documents.read(document).requestAt(source.line - 1);
      const client: Pick<Client, 'send'> = {
        send: (request) => {
          const placed = placedOf(request);
          if (placed === null) return pools.client().send(request, { signal: stop.signal });
          return exchange(document, placed, request);
        },
      };
      if (first === undefined) return null;
      const ports = portsOf(document, first, named, remembered, (request, placed) =>
        exchange(document, placed, request),
      );
      runs.add(stop);
      try {
        const report = await run(items, client, {
          ask: ports.ask,
          readFile: ports.readFile,
          bail: false,
          signal: stop.signal,
          onExchange(done) {
            kept.push(done);
            if (kept.length > maxExchanges) kept.shift();
            onSent();
          },
          onRefused({ placed }, [problem]) {
            const message = problem?.message ?? vscode.l10n.t('The request has a problem');
            problems.push(message);
            exchanges.begin(document, placed, { kind: 'refused', message });
            onSent();
          },
        });
        return { report, exchanges: kept, problems };
      } finally {
        runs.delete(stop);
      }
    },
    cancelAll() {
      for (const stop of runs) stop.abort();
      for (const abort of underWay) abort.abort();
    },
    dispose() {
      for (const abort of underWay) abort.abort();
      vscode.Disposable.from(closed, changed, exchanged).dispose();
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
function isLogged({ request }: PlacedRequest): boolean {
  return !request.directives.some(({ name, value }) => name === 'no-log' && value !== 'false');
}

function sendingFile(documents: Documents, document: vscode.TextDocument): SendingFile {
  const { scope, requests } = documents.read(document);
  const isNamed = (name: string, { request, title }: PlacedRequest): boolean =>
    referableName(request.name, title) === name;
  return {
    path: fileName(document),
    scope,
    // The last one of a name counts, as with variables.
    requestNamed: (name) => requests.findLast((placed) => isNamed(name, placed)) ?? null,
  };
}

function portsOf(
  document: vscode.TextDocument,
  placed: PlacedRequest,
  named: NamedExchanges,
  remembered: Map<string, Answer>,
  send: SendingPorts['send'],
): SendingPorts {
  const files = documentFiles(document.uri);
  let mayAll = false;
  return {
    named,
    send,
    readFile: (need) => bodyFile(need, files),
    async ask(need) {
      const key = `${document.uri.toString()} ${need.key}`;
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const answer = await askInEditor(need);
      if (need.once && answer !== null) remembered.set(key, answer);
      return answer;
    },
    // One yes is for all that has to go before.
    async maySendFirst(name) {
      const label = placed.request.name ?? placed.title ?? placed.request.target.text;
      mayAll ||= await maySendFirst(name, label);
      return mayAll;
    },
  };
}
