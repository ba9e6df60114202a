/** Reads what is around a document: the environment that was chosen, its files, the process. */
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { noEnvironment, type Environment } from '../request/environment.ts';
import { loadEnvironment } from '../request/environmentFiles.ts';
import { noFiles, type FileAccess } from '../request/fileAccess.ts';
import type { Surroundings } from '../request/scope.ts';
import { documentFiles, rootOf } from './documentFiles.ts';
import type { Settings } from './settings.ts';

export type Around = Partial<Surroundings> & {
  readonly environment: Environment;
  /** False until the files have been read for the first time: what they define looks undefined till then. */
  readonly isRead: boolean;
};

export type Reading = {
  readonly around: Around;
  /** All that it comes from, as data. */
  readonly sources: readonly unknown[];
};

export function nothingRead(): Reading {
  const untrusted = !vscode.workspace.isTrusted;
  return { around: { environment: noEnvironment, isRead: false, untrusted }, sources: [] };
}

/** In a workspace that is not trusted nothing is read: neither files nor the process. */
export async function readAround(
  uri: vscode.Uri,
  chosen: string | null,
  settings: Settings,
): Promise<Reading> {
  const { isTrusted } = vscode.workspace;
  const { environments, formEncoding } = settings.imported(uri);
  const answers: unknown[] = [];
  const files = noting(isTrusted ? documentFiles(uri) : noFiles, answers);
  const root = rootOf(uri);
  const projectRoot = root === null ? null : root.scheme === 'file' ? root.fsPath : root.toString();
  const defaultHeaders = settings.defaultHeaders();
  const environment = await loadEnvironment(files, chosen === null ? [] : [chosen], environments);
  return {
    around: {
      environment,
      isRead: true,
      untrusted: !isTrusted,
      processVariable: (name) => (isTrusted ? process.env[name] : undefined),
      projectRoot,
      defaultHeaders,
      formEncoding,
    },
    sources: [isTrusted, chosen, environments, formEncoding, projectRoot, defaultHeaders, answers],
  };
}

/** Whether both would say the same of every request. */
export function areAlike(one: Reading, other: Reading): boolean {
  return isDeepStrictEqual(one.sources, other.sources);
}

/** What is answered goes into `answers`, with its question; a long file is not looked into by anybody. */
function noting({ folders, read }: FileAccess, answers: unknown[]): FileAccess {
  return {
    folders,
    async read(folder, name) {
      const answer = await read(folder, name);
      answers.push([folder, name, answer.kind === 'long' ? answer.place : answer]);
      return answer;
    },
  };
}
