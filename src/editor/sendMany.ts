/** Sends many requests of a document by the run that the terminal has, too. */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import { run, type RunReport } from '../run/run.ts';
import type { Documents } from './documents.ts';
import type { Anchor, Exchanges } from './exchanges.ts';
import type { DocumentPorts } from './sendingPorts.ts';
import type { UnderWay } from './underWay.ts';

export type SentMany = {
  readonly report: RunReport;
  /** The last ones. */
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
  anchors: readonly [Anchor, ...Anchor[]],
  { documents, exchanges, underWay, ports }: Parts,
  { parallel, signal, onSent }: SendManyOptions,
): Promise<SentMany> {
  const file = ports.file(document);
  const { version } = document;
  const { requestAt } = documents.read(document);
  const items = anchors.map((anchor) => ({
    anchor,
    placed: anchor.placed,
    file,
    answers: new Map(),
  }));
  const byLine = new Map(anchors.map((anchor) => [anchor.placed.line, anchor]));
  const kept: Exchange[] = [];
  const problems: string[] = [];
  const anchorAt = ({ source }: ResolvedRequest): Anchor | null => {
    const known = byLine.get(source.line - 1);
    if (known !== undefined) return known;
    const placed = requestAt(source.line - 1);
    return placed === null ? null : { placed, version };
  };
  const send = (request: ResolvedRequest): Promise<Exchange> =>
    underWay.send(document, anchorAt(request), request, { signal });
  const { ask, readFile } = ports.of(document, anchors[0].placed, send, signal);
  const report = await run(
    items,
    { send },
    {
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
      onRefused({ anchor }, [problem]) {
        const message = problem?.message ?? vscode.l10n.t('The request has a problem');
        problems.push(message);
        exchanges.begin(document, anchor, { kind: 'refused', message });
        onSent();
      },
    },
  );
  return { report, exchanges: kept, problems };
}

type Parts = {
  readonly documents: Documents;
  readonly exchanges: Exchanges;
  readonly underWay: UnderWay;
  readonly ports: DocumentPorts;
};
