/** What the host tests look at: the words on the screen, which VS Code lets nobody read back. */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { PoolSnapshot } from '../pool/snapshot.ts';
import { annotationsOf, type PlacedAnnotation } from './annotations.ts';
import type { Cookies } from './cookies.ts';
import type { Documents } from './documents.ts';
import type { Exchanges } from './exchanges.ts';
import type { ForecastClock, Tick } from './forecastClock.ts';
import type { HintCause, Hints } from './hints.ts';
import type { History } from './history.ts';
import { hoverAt } from './hovers.ts';
import type { OriginProfiles } from './originProfiles.ts';
import type { Output } from './output.ts';
import type { Pools } from './pools.ts';
import { resolvedLens, sendLenses } from './sendLens.ts';
import type { Settings } from './settings.ts';

export type TestApi = {
  annotations(document: vscode.TextDocument): readonly PlacedAnnotation[];
  /** The last exchange of the request at a line; null without one. */
  exchange(document: vscode.TextDocument, line: number): Exchange | null;
  /** What the editor asks for, without the way there and back: for measuring. */
  annotationsBetween(
    document: vscode.TextDocument,
    first: number,
    last: number,
  ): readonly PlacedAnnotation[];
  lenses(document: vscode.TextDocument): vscode.CodeLens[];
  resolveLens(lens: vscode.CodeLens): vscode.CodeLens;
  hover(document: vscode.TextDocument, line: number): vscode.Hover | null;
  requests(document: vscode.TextDocument): readonly PlacedRequest[];
  readonly exchanges: Exchanges;
  readonly settings: Settings;
  snapshot(): PoolSnapshot;
  /** Of each pool. */
  snapshots(): readonly PoolSnapshot[];
  readonly history: History;
  readonly profiles: OriginProfiles;
  /** Fires with each line of the log. */
  readonly onDidLog: vscode.Event<string>;
  /** When what is said about connections is looked at anew. */
  readonly onDidTick: vscode.Event<Tick>;
  /** When hints are looked for anew. */
  readonly onDidChangeHints: vscode.Event<HintCause>;
  readonly cookies: Cookies;
  /** Those that the next window would start with, from another keyring if need be. */
  newCookies(secrets?: vscode.SecretStorage): Cookies;
  /** The folder in which this workspace's history is. */
  readonly storage: string;
};

/** What is installed hands out nothing: any other extension could ask it for the cookies and the history. */
export function mayBeTested({ extensionMode }: vscode.ExtensionContext): boolean {
  return extensionMode !== vscode.ExtensionMode.Production;
}

/** What it looks into, and what it hands out as it is. */
type Parts = Pick<
  TestApi,
  'exchanges' | 'settings' | 'history' | 'profiles' | 'storage' | 'cookies' | 'newCookies'
> & {
  readonly documents: Documents;
  readonly pools: Pools;
  readonly output: Output;
  readonly clock: ForecastClock;
  readonly hints: Hints;
};

export function createTestApi(parts: Parts): TestApi {
  const { documents, settings, exchanges, pools, output, clock, hints, ...rest } = parts;
  return {
    ...rest,
    exchanges,
    settings,
    annotations: (document) =>
      annotationsOf(exchanges.of(document), settings.annotations(document.uri)),
    annotationsBetween: (document, first, last) =>
      annotationsOf(exchanges.between(document, first, last), settings.annotations(document.uri)),
    lenses: (document) => sendLenses(documents, exchanges, pools, document),
    resolveLens: (lens) => resolvedLens(documents, exchanges, pools, lens),
    hover: (document, line) => hoverAt(documents, exchanges, pools, document, line),
    requests: (document) => documents.read(document).requests,
    exchange(document, line) {
      const placed = documents.read(document).requestAt(line);
      const run = placed === null ? null : exchanges.at(document, placed);
      return run?.kind === 'exchanged' ? run.exchange : null;
    },
    onDidLog: output.onDidWrite,
    onDidTick: clock.onDidTick,
    onDidChangeHints: hints.onDidChange,
    snapshot: () => pools.client().snapshot(),
    snapshots: pools.snapshots,
  };
}
