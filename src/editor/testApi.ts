/** What the host tests look at: the words on the screen, which VS Code lets nobody read back. */
import type * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import type { PoolSnapshot } from '../pool/snapshot.ts';
import { annotationsOf } from './annotations.ts';
import type { PlacedAnnotation } from './annotations.ts';
import type { Documents } from './documents.ts';
import type { Exchanges } from './exchanges.ts';
import type { History } from './history.ts';
import type { Output } from './output.ts';
import type { Pools } from './pools.ts';

export type TestApi = {
  annotations(document: vscode.TextDocument): readonly PlacedAnnotation[];
  /** The last exchange of the request at a line; null without one. */
  exchange(document: vscode.TextDocument, line: number): Exchange | null;
  snapshot(): PoolSnapshot;
  readonly history: History;
  /** Fires with each line of the log. */
  readonly onDidLog: vscode.Event<string>;
  /** The folder in which this workspace's history is. */
  readonly storage: string;
};

export function createTestApi(
  documents: Documents,
  exchanges: Exchanges,
  pools: Pools,
  history: History,
  output: Output,
  storage: string,
): TestApi {
  return {
    annotations: (document) => annotationsOf(exchanges, document),
    exchange(document, line) {
      const placed = documents.read(document).requestAt(line);
      const run = placed === null ? null : exchanges.at(document, placed);
      return run?.kind === 'exchanged' ? run.exchange : null;
    },
    history,
    onDidLog: output.onDidWrite,
    storage,
    snapshot: () => pools.client().snapshot(),
  };
}
