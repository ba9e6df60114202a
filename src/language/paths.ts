/** The files that a file names, for links: bodies, scripts, responses, `import` and `run`. */
import type { Body, PlacedBlock, Request } from '../parser/httpFile.ts';
import type { HttpSource, Piece, Range } from './source.ts';

/** `path` is as written, relative to the file or else to the workspace. */
export type PathLink = { readonly path: string; readonly range: Range };

export function pathLinks(source: HttpSource): readonly PathLink[] {
  const links = source.file.blocks.flatMap(ofBlock);
  // In a `curl` command a path may stand within quotes or behind a name.
  return links.filter(({ path, range }) => source.text.slice(range.start, range.end) === path);
}

function ofBlock(at: PlacedBlock): readonly PathLink[] {
  const { request, statements } = at.block;
  const tokens: Piece[] = statements.map(({ argument }) => argument);
  if (request !== null) tokens.push(...ofRequest(request));
  return tokens.flatMap((token) => linkOf(at, token));
}

function ofRequest(request: Request): readonly Piece[] {
  const { body, scripts, responseFiles, directives } = request;
  const imports = directives.filter(({ name, value }) => name === 'import' && value !== '');
  return [
    ...(body === null ? [] : filesOf(body)),
    ...scripts.filter(({ kind }) => kind === 'file').map(({ content }) => content),
    ...responseFiles.map(({ path }) => path),
    ...imports.map(({ argument }) => argument),
  ];
}

function filesOf(body: Body): readonly Piece[] {
  if (body.kind === 'file') return [body.path];
  if (body.kind !== 'mixed') return [];
  return body.parts.flatMap((part) => (part.kind === 'file' ? [part.path] : []));
}

/** `run #login` names a request, and what holds a variable no file that is known now. */
function linkOf({ offset }: PlacedBlock, { text, span }: Piece): readonly PathLink[] {
  const path = text.replace(/\s+\(@.*\)$/, '');
  if (path === '' || path.startsWith('#') || path.includes('{{')) return [];
  const file = path.replace(/#[^/\\]*$/, '');
  const start = offset + span.start;
  return [{ path: file, range: { start, end: start + file.length } }];
}
