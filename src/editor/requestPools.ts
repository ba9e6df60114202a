/**
 * The pools of single requests, where `keepalive.pool.scope` is `request`.
 * A pool belongs to the place of its request, moves with it, and is closed when the request or its document is.
 */
import * as vscode from 'vscode';
import type { RequestSource } from '../request/resolvedRequest.ts';
import { fileName } from './documents.ts';
import { movePlaces, type RequestPlace } from './requestPlaces.ts';

export type RequestPools = {
  /** The name of its pool; of a request that was not sent yet the one it would get. */
  nameOf(source: RequestSource): string;
  /** The same for a send, during which the pool stays whatever becomes of the request. */
  use(source: RequestSource): { readonly name: string; readonly release: () => void };
  dispose(): void;
};

type Pool = { readonly name: string; sends: number; isGone: boolean };

export function createRequestPools(close: (name: string) => void): RequestPools {
  const placesOf = new Map<vscode.TextDocument, readonly RequestPlace<Pool>[]>();
  const names = new Set<string>();

  function closeUnused(pool: Pool): void {
    if (!pool.isGone || pool.sends > 0) return;
    names.delete(pool.name);
    close(pool.name);
  }

  function leave(places: readonly RequestPlace<Pool>[]): void {
    for (const { own } of places) {
      own.isGone = true;
      closeUnused(own);
    }
  }

  function known({ file, line }: RequestSource): Pool | null {
    const document = openDocument(file);
    if (document === null) return null;
    const start = startOf(document, line);
    return placesOf.get(document)?.find((place) => place.start === start)?.own ?? null;
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
    const pool: Pool = { name: freeName(source), sends: 0, isGone: document === null };
    names.add(pool.name);
    if (document !== null) {
      const place = { start: startOf(document, source.line), own: pool };
      placesOf.set(document, [...(placesOf.get(document) ?? []), place]);
    }
    return pool;
  }

  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const places = placesOf.get(document);
      if (places === undefined || contentChanges.length === 0) return;
      const { kept, gone } = movePlaces(places, contentChanges);
      placesOf.set(document, kept);
      leave(gone);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      leave(placesOf.get(document) ?? []);
      placesOf.delete(document);
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
