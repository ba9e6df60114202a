/** The URI of the file that a request stands in. */
import * as vscode from 'vscode';

/** `file` is a path or a URI; a drive of Windows is no scheme. Throws for what is neither. */
export function sourceUri(file: string): vscode.Uri {
  const isUri = /^[a-z][a-z\d+.-]+:/i.test(file);
  return isUri ? vscode.Uri.parse(file, true) : vscode.Uri.file(file);
}
