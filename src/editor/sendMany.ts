/** Sends many requests of a document by the run that the terminal has, too. */
import * as vscode from 'vscode';
import type { Client } from '../client/client.ts';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { run } from '../run/run.ts';
import type { RunReport } from '../run/run.ts';
import type { Documents } from './documents.ts';
import type { Exchanges } from './exchanges.ts';
import type { DocumentPorts } from './sendingPorts.ts';
import type { UnderWay } from './underWay.ts';

export type SentMany = {
  readonly report: RunReport;
  /** The last ones: their bodies are held. */
  readonly exchanges: readonly Exchange[];
  readonly problems: readonly string[];
};

export type SendManyOptions = {
  /** How many at a time. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** Told after each. */
  readonly onSent: () => void;
};

/** Of those that were sent together. */
const maxExchanges = 20;

/** At least one request. */
export async function sendMany(
  document: vscode.TextDocument,
  requests: readonly [PlacedRequest, ...PlacedRequest[]],
  { documents, exchanges, underWay, ports }: Parts,
  { parallel, signal, onSent }: SendManyOptions,
): Promise<SentMany> {
  const file = ports.file(document);
  const items = requests.map((placed) => ({ placed, file, answers: new Map() }));
  const kept: Exchange[] = [];
  const problems: string[] = [];
  const placedOf = ({ source }: ResolvedRequest): PlacedRequest | null =>
    requests.find(({ line }) => line === source.line - 1) ??
    documents.read(document).requestAt(source.line - 1);
  const client: Pick<Client, 'send'> = {
    send: (request) => underWay.send(document, placedOf(request), request),
  };
  const { ask, readFile } = ports.of(document, requests[0], (request, placed) =>
    underWay.send(document, placed, request),
  );
  const report = await run(items, client, {
    ask,
    readFile,
    bail: false,
    parallel,
    signal,
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
}

type Parts = {
  readonly documents: Documents;
  readonly exchanges: Exchanges;
  readonly underWay: UnderWay;
  readonly ports: DocumentPorts;
};
