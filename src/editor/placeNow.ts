import type * as vscode from 'vscode';
import type { Documents } from './documents.ts';
import { placeAfter } from './editedPlaces.ts';
import { startOf, type Anchor } from './exchanges.ts';

/** Where the request line begins now, in the document's offsets; null where it was removed. */
export function placeNow(
  documents: Documents,
  document: vscode.TextDocument,
  { placed, version }: Anchor,
): number | null {
  const edits = documents.editsSince(document, version);
  return edits === null ? null : placeAfter(startOf(placed), edits);
}
