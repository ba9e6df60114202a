/** Links to the files that a file names: from its own folder, or else from the workspace's. */
import * as vscode from 'vscode';
import { pathLinks } from '../language/paths.ts';
import type { Documents } from './documents.ts';
import { rangeIn } from './places.ts';

type PathLink = vscode.DocumentLink & { readonly candidates: readonly vscode.Uri[] };

export function registerPathLinks(documents: Documents): vscode.Disposable {
  const provider: vscode.DocumentLinkProvider = {
    provideDocumentLinks: (document) =>
      pathLinks(documents.read(document)).flatMap(({ path, range }) => {
        const candidates = candidatesFor(document.uri, path);
        const link = new vscode.DocumentLink(rangeIn(document, range));
        return candidates.length === 0 ? [] : [Object.assign(link, { candidates })];
      }),
    // Files are looked for when somebody follows a link, not at each keystroke.
    async resolveDocumentLink(link) {
      const target = isPathLink(link) ? await firstThatExists(link.candidates) : null;
      if (target !== null) link.target = target;
      return link;
    },
  };
  return vscode.languages.registerDocumentLinkProvider({ language: 'http' }, provider);
}

function isPathLink(link: vscode.DocumentLink): link is PathLink {
  return 'candidates' in link;
}

function candidatesFor(document: vscode.Uri, path: string): readonly vscode.Uri[] {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) return [];
  if (/^(?:[a-z]:)?[\\/]/i.test(path)) {
    const slashed = path.replaceAll('\\', '/');
    return [document.with({ path: slashed.startsWith('/') ? slashed : `/${slashed}` })];
  }
  const relative = path.replaceAll('\\', '/');
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri;
  const own = document.scheme === 'untitled' ? [] : [vscode.Uri.joinPath(document, '..', relative)];
  return folder === undefined ? own : [...own, vscode.Uri.joinPath(folder, relative)];
}

/** The first one where there is none: VS Code then offers to create it. */
async function firstThatExists(uris: readonly vscode.Uri[]): Promise<vscode.Uri | null> {
  for (const uri of uris) {
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch {
      // The next place may have it.
    }
  }
  return uris[0] ?? null;
}
