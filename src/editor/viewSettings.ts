/** How responses are shown and what is remembered; where ours are not set, what REST Client was told. */
import * as vscode from 'vscode';
import { responseModes, type ResponseMode } from '../insight/responseText.ts';
import type { ImportedSettings } from './importedSettings.ts';

export type ViewSettings = {
  readonly column: 'beside' | 'active';
  readonly takesFocus: boolean;
  readonly mode: ResponseMode;
};

/** Of the file that a request stands in, for its folder may have settings of its own; so has `imported`. */
export function readViewSettings(resource: vscode.Uri, imported: ImportedSettings): ViewSettings {
  const configuration = vscode.workspace.getConfiguration('keepalive', resource);
  /** What is set here, else what is set there, else our default. */
  function choose<Value>(
    name: string,
    theirs: Value | null,
    fallback: Value,
    ...others: readonly Value[]
  ): Value {
    const found = configuration.inspect<Value>(name);
    const ours = found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
    const value = ours ?? theirs ?? found?.defaultValue ?? fallback;
    return others.includes(value) ? value : fallback;
  }
  return {
    column: choose('response.column', imported.column, 'beside', 'active'),
    takesFocus: choose('response.focus', imported.takesFocus, false, true),
    mode: choose('response.mode', imported.mode, 'body', ...responseModes),
  };
}

const annotationContents = ['full', 'short', 'failures'] as const;

export type AnnotationSettings = {
  readonly content: (typeof annotationContents)[number];
  /** Characters; Infinity for all. */
  readonly maxLength: number;
};

export function readAnnotationSettings(uri: vscode.Uri): AnnotationSettings {
  const configuration = vscode.workspace.getConfiguration('keepalive', { uri, languageId: 'http' });
  const content: unknown = configuration.get('annotation.content');
  const maxLength: unknown = configuration.get('annotation.maxLength');
  return {
    content: annotationContents.find((known) => known === content) ?? 'full',
    maxLength: typeof maxLength === 'number' && maxLength >= 1 ? Math.floor(maxLength) : Infinity,
  };
}

/** How many exchanges the history keeps; 0 is none. */
export function readHistoryLimit(): number {
  const value: unknown = vscode.workspace.getConfiguration('keepalive').get('history.maxItems');
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : 500;
}
