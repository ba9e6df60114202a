/** How a request is called by others of its file: its `# @name`, else a title that is one word. */
import type { Chunk, HttpFile, PlacedRequest } from '../parser/httpFile.ts';
import type { RequestNames } from './requestQuery.ts';

/** Chunks are read at the first question, and once, as the variables are. */
export function requestNames({ chunks }: HttpFile): RequestNames {
  return {
    has: (name) => chunks.some(({ chunk }) => namesIn(chunk).has(name)),
    all: () => new Set(chunks.flatMap(({ chunk }) => [...namesIn(chunk).keys()])),
    firstAt: (name) => {
      for (const { chunk, offset } of chunks) {
        const at = namesIn(chunk).get(name) ?? null;
        if (at !== null) return offset + at;
      }
      return null;
    },
  };
}

/** Null for a request that nobody can refer to. */
export function referableName(name: string | null, title: string | null): string | null {
  if (name !== null) return name;
  return title !== null && /^[A-Za-z_$][\w$-]*$/.test(title) ? title : null;
}

/** Of several the last one, as with variables; a title gives way to a `# @name`. */
export function namedRequests(
  requests: readonly PlacedRequest[],
): (name: string) => PlacedRequest | null {
  let named: Map<string, PlacedRequest> | undefined;
  return (name) => (named ??= byName(requests)).get(name) ?? null;
}

function byName(requests: readonly PlacedRequest[]): Map<string, PlacedRequest> {
  const named = new Map<string, PlacedRequest>();
  for (const placed of requests) {
    const { request, title } = placed;
    const name = referableName(request.name, title);
    if (name === null) continue;
    if (request.name !== null || (named.get(name)?.request.name ?? null) === null)
      named.set(name, placed);
  }
  return named;
}

type Names = ReadonlyMap<string, number | null>;

const read = new WeakMap<Chunk, Names>();

/** With the offset in the chunk of the first block that has the name by `# @name`; null where it is a title alone. */
function namesIn(chunk: Chunk): Names {
  const known = read.get(chunk);
  if (known !== undefined) return known;
  const names = new Map<string, number | null>();
  let offset = 0;
  for (const { request, title, length } of chunk.blocks) {
    const name = request === null ? null : referableName(request.name, title?.text ?? null);
    const at = request?.name === name ? offset : null;
    if (name !== null && (names.get(name) ?? null) === null) names.set(name, at);
    offset += length;
  }
  read.set(chunk, names);
  return names;
}
