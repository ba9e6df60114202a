/**
 * The pools of single requests, where `keepalive.pool.scope` is `request`.
 * A pool belongs to the place of its request, moves with it, and is closed when the request or its document is.
 */
import * as vscode from 'vscode';
import type { RequestSource } from '../request/resolvedRequest.ts';
import { fileName } from './documents.ts';
import { placeAfter } from './editedPlaces.ts';
import { editedPlace } from './edits.ts';

export type RequestPools = {
  /** The name of its pool; of a request that was not sent yet the one it would get. */
  nameOf(source: RequestSource): string;
  /** The same for a send, during which the pool stays whatever becomes of the request. */
  use(source: RequestSource): { readonly name: string; readonly release: () => void };
  dispose(): void;
};

type Pool = {
  readonly name: string;
  /** Where the request line begins, in the document's offsets; null when it is gone. */
  start: number | null;
  /** How many are under way. */
  sends: number;
};

export function createRequestPools(close: (name: string) => void): RequestPools {
  const poolsOf = new Map<vscode.TextDocument, readonly Pool[]>();
  const names = new Set<string>();

  function closeUnused(pool: Pool): void {
    if (pool.start !== null || pool.sends > 0) return;
    names.delete(pool.name);
    close(pool.name);
  }

  function known({ file, line }: RequestSource): Pool | null {
    const document = openDocument(file);
    if (document === null) return null;
    const start = startOf(document, line);
    return poolsOf.get(document)?.find((pool) => pool.start === start) ?? null;
  }

  function freeName({ file, name, title, line }: RequestSource): string {
    const wanted = `request ${file} ${name ?? title ?? String(line)}`;
    let free = wanted;
    for (let number = 2; names.has(free); number += 1) free = `${wanted} (${String(number)})`;
    return free;
  }

  function made(source: RequestSource): Pool {
    const document = openDocument(source.file);
    // Without a document there is no place to keep it for.
    const start = document === null ? null : startOf(document, source.line);
    const pool: Pool = { name: freeName(source), start, sends: 0 };
    names.add(pool.name);
    if (document !== null) poolsOf.set(document, [...(poolsOf.get(document) ?? []), pool]);
    return pool;
  }

  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const pools = poolsOf.get(document);
      if (pools === undefined || contentChanges.length === 0) return;
      const edits = [contentChanges.map(editedPlace)];
      for (const pool of pools) {
        if (pool.start !== null) pool.start = placeAfter(pool.start, edits);
        closeUnused(pool);
      }
      poolsOf.set(
        document,
        pools.filter(({ start }) => start !== null),
      );
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      for (const pool of poolsOf.get(document) ?? []) {
        pool.start = null;
        closeUnused(pool);
      }
      poolsOf.delete(document);
    }),
  );
  return {
    nameOf: (source) => known(source)?.name ?? freeName(source),
    use(source) {
      const pool = known(source) ?? made(source);
      pool.sends += 1;
      return {
        name: pool.name,
        release() {
          pool.sends -= 1;
          closeUnused(pool);
        },
      };
    },
    dispose() {
      listeners.dispose();
    },
  };
}

function openDocument(file: string): vscode.TextDocument | null {
  return vscode.workspace.textDocuments.find((document) => fileName(document) === file) ?? null;
}

/** Lines of sources count from 1. */
function startOf(document: vscode.TextDocument, line: number): number {
  return document.offsetAt(new vscode.Position(line - 1, 0));
}
