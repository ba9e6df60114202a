/** A request that was sent, found again in its file: by its name, else its title, else where it stood. */
import * as vscode from 'vscode';
import type { PlacedRequest } from '../parser/httpFile.ts';
import type { RequestSource } from '../request/resolvedRequest.ts';
import type { RequestInDocument } from './commands.ts';
import type { Documents } from './documents.ts';

/** Null where the file or the request is gone. */
export async function findRequest(
  documents: Documents,
  source: RequestSource,
): Promise<RequestInDocument | null> {
  const document = await open(source.file);
  if (document === null) return null;
  const { requests, requestAt } = documents.read(document);
  const here = requestAt(source.line - 1);
  const isMeant = ({ request, title }: PlacedRequest): boolean =>
    source.name === null ? title === source.title : request.name === source.name;
  if (here !== null && isMeant(here)) return { document, placed: here };
  const isTold = source.name !== null || source.title !== null;
  const placed = isTold ? requests.findLast(isMeant) : undefined;
  return placed === undefined ? null : { document, placed };
}

/** `file` is a path or a URI; a drive of Windows is no scheme. */
async function open(file: string): Promise<vscode.TextDocument | null> {
  const isUri = /^[a-z][a-z\d+.-]+:/i.test(file);
  try {
    const uri = isUri ? vscode.Uri.parse(file, true) : vscode.Uri.file(file);
    const known = vscode.workspace.textDocuments.find(
      (one) => one.uri.toString() === uri.toString(),
    );
    return known ?? (await vscode.workspace.openTextDocument(uri));
  } catch {
    return null;
  }
}
