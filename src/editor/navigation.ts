/** Go to definition, find references, rename: variables and the names of requests. */
import * as vscode from 'vscode';
import { definitionsOf, nameAt, referencesTo, type NameAt } from '../language/occurrences.ts';
import { renameable, renamed } from '../language/rename.ts';
import { explainVariable } from '../request/explain.ts';
import type { Documents } from './documents.ts';
import { rangeIn, workspaceEdit } from './places.ts';

export function registerNavigation(documents: Documents): vscode.Disposable {
  const selector = { language: 'http' };
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(selector, definitionProvider(documents)),
    vscode.languages.registerReferenceProvider(selector, referenceProvider(documents)),
    vscode.languages.registerDocumentHighlightProvider(selector, highlightProvider(documents)),
    vscode.languages.registerRenameProvider(selector, renameProvider(documents)),
  );
}

function definitionProvider(documents: Documents): vscode.DefinitionProvider {
  return {
    provideDefinition(document, position) {
      const source = documents.read(document);
      const name = nameAt(source, document.offsetAt(position));
      if (name === null) return null;
      const own = definitionsOf(source.file, name);
      if (own.length > 0) {
        return own.map(({ range }) => new vscode.Location(document.uri, rangeIn(document, range)));
      }
      return definedElsewhere(documents, document, name);
    },
  };
}

/** In an environment file or a `.env`. */
function definedElsewhere(
  documents: Documents,
  document: vscode.TextDocument,
  { kind, name }: NameAt,
): vscode.Location | null {
  if (kind === 'request') return null;
  const { place } = explainVariable(name, documents.read(document).scope);
  if (place?.file == null) return null;
  const uri = place.file.includes('://')
    ? vscode.Uri.parse(place.file)
    : vscode.Uri.file(place.file);
  return new vscode.Location(uri, new vscode.Position(place.line, 0));
}

function referenceProvider(documents: Documents): vscode.ReferenceProvider {
  return {
    provideReferences(document, position, { includeDeclaration }) {
      const source = documents.read(document);
      const name = nameAt(source, document.offsetAt(position));
      if (name === null) return [];
      const definitions = includeDeclaration ? definitionsOf(source.file, name) : [];
      const places = [...definitions.map(({ range }) => range), ...referencesTo(source, name)];
      return places.map((range) => new vscode.Location(document.uri, rangeIn(document, range)));
    },
  };
}

/** The editor asks at every move of the cursor: in a large file the words it finds itself will do. */
const maxHighlightLines = 20_000;

function highlightProvider(documents: Documents): vscode.DocumentHighlightProvider {
  return {
    provideDocumentHighlights(document, position) {
      if (document.lineCount > maxHighlightLines) return null;
      const source = documents.read(document);
      const name = nameAt(source, document.offsetAt(position));
      if (name === null) return null;
      const highlight = (range: vscode.Range, kind: vscode.DocumentHighlightKind) =>
        new vscode.DocumentHighlight(range, kind);
      const { Read, Write } = vscode.DocumentHighlightKind;
      return [
        ...definitionsOf(source.file, name).map(({ range }) =>
          highlight(rangeIn(document, range), Write),
        ),
        ...referencesTo(source, name).map((range) => highlight(rangeIn(document, range), Read)),
      ];
    },
  };
}

/** VS Code shows the message of what a rename provider throws. */
function renameProvider(documents: Documents): vscode.RenameProvider {
  return {
    prepareRename(document, position) {
      const name = renameable(documents.read(document), document.offsetAt(position));
      if ('message' in name) throw new Error(name.message);
      return { range: rangeIn(document, name.range), placeholder: name.name };
    },
    provideRenameEdits(document, position, newName) {
      const changes = renamed(documents.read(document), document.offsetAt(position), newName);
      if ('message' in changes) throw new Error(changes.message);
      return workspaceEdit(document, changes);
    },
  };
}
