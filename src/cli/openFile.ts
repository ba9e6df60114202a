/** An `.http` file, read: its tree, its requests, and what is around it. */
import type { PlacedWords } from '../insight/problemJson.ts';
import type { HttpFile, PlacedRequest } from '../parser/httpFile.ts';
import { parse } from '../parser/parse.ts';
import { requestsOf } from '../parser/requests.ts';
import type { Environment } from '../request/environment.ts';
import { loadEnvironment } from '../request/environmentFiles.ts';
import type { FileContent } from '../request/fileAccess.ts';
import { namedRequests } from '../request/requestNames.ts';
import { fileScope } from '../request/scope.ts';
import type { SendingFile } from '../run/sendRequest.ts';
import { wholeFileProblem } from './fileProblems.ts';
import { projectFiles, type ProjectFiles } from './projectFiles.ts';
import type { FileText } from './readText.ts';

export type OpenFile = SendingFile & {
  readonly text: string;
  readonly file: HttpFile;
  readonly requests: readonly PlacedRequest[];
  readonly isEmpty: boolean;
  readonly files: ProjectFiles;
  readonly environment: Environment;
  /** What `--var` gives. */
  readonly given: ReadonlyMap<string, string>;
};

export type UnreadableFile = { readonly path: string; readonly unreadable: PlacedWords };

export type NamedText = { readonly path: string; readonly content: FileText };

/** What `--var` and `--env` give, and where relative paths count from. */
export type Given = {
  readonly variables: ReadonlyMap<string, string>;
  readonly environments: readonly string[];
  readonly workingFolder: string;
  readonly processVariables: Readonly<Record<string, string | undefined>>;
};

export async function openFile(
  { path, content }: NamedText,
  given: Given,
  cache: Map<string, Promise<FileContent>>,
): Promise<OpenFile | UnreadableFile> {
  if (content.kind === 'unreadable') {
    return { path, unreadable: wholeFileProblem(path, content.code, content.message) };
  }
  const { text } = content;
  const file = parse(text);
  const requests = requestsOf(file);
  const files = projectFiles(path, given.workingFolder, cache);
  const environment = await loadEnvironment(files, given.environments);
  const scope = fileScope(file, given.variables, {
    environment,
    processVariable: (name) => given.processVariables[name],
    projectRoot: files.root,
  });
  return {
    path,
    text,
    file,
    requests,
    isEmpty: text.trim() === '',
    files,
    environment,
    given: given.variables,
    scope,
    requestNamed: namedRequests(requests),
  };
}
