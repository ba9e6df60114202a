/** A request that was sent, found again in its file. */
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import { maskUrl } from '../insight/maskUrl.ts';
import type { PlacedRequest } from '../parser/httpFile.ts';
import { previewOf } from '../request/resolve.ts';
import { maskSecrets } from '../request/secrets.ts';
import { requestSent, type Sends } from '../run/requestSent.ts';
import type { RequestInDocument } from './commands.ts';
import type { Documents } from './documents.ts';
import { sourceUri } from './sourceUri.ts';

/** Null where the file or the request is gone. The exchange may be one of the history, without its secrets. */
export async function findRequest(
  documents: Documents,
  { source, method, url, secrets }: Pick<Exchange, 'source' | 'method' | 'url' | 'secrets'>,
): Promise<RequestInDocument | null> {
  const document = await open(source.file);
  if (document === null) return null;
  const { requests, requestAt, resolve } = documents.read(document);
  const sends = (placed: PlacedRequest): Sends | null => {
    const resolution = resolve(placed);
    const now = resolution.kind === 'problems' ? null : previewOf(resolution);
    return now === null ? null : look(now.method, now.url, now.secrets);
  };
  const sent = look(method, url, secrets);
  const placed = requestSent(requests, requestAt(source.line - 1), source, sent, sends);
  return placed === null ? null : { document, placed };
}

function look(method: string, url: string, secrets: readonly string[]): Sends {
  return { method, url: maskUrl(maskSecrets(url, secrets)) };
}

async function open(file: string): Promise<vscode.TextDocument | null> {
  try {
    const uri = sourceUri(file);
    const known = vscode.workspace.textDocuments.find(
      (one) => one.uri.toString() === uri.toString(),
    );
    return known ?? (await vscode.workspace.openTextDocument(uri));
  } catch {
    return null;
  }
}
