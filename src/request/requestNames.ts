/** How a request is called by others of its file: its `# @name`, else a title that is one word. */
import type { Chunk, HttpFile } from '../parser/httpFile.ts';
import type { RequestNames } from './requestQuery.ts';

/** Chunks are read at the first question, and once, as the variables are. */
export function requestNames({ chunks }: HttpFile): RequestNames {
  return {
    has: (name) => chunks.some(({ chunk }) => namesIn(chunk).has(name)),
    all: () => new Set(chunks.flatMap(({ chunk }) => [...namesIn(chunk).keys()])),
    firstAt: (name) => {
      const first = chunks.find(({ chunk }) => namesIn(chunk).has(name));
      return first === undefined ? null : first.offset + (namesIn(first.chunk).get(name) ?? 0);
    },
  };
}

/** Null for a request that nobody can refer to. */
export function referableName(name: string | null, title: string | null): string | null {
  if (name !== null) return name;
  return title !== null && /^[A-Za-z_$][\w$-]*$/.test(title) ? title : null;
}

const read = new WeakMap<Chunk, ReadonlyMap<string, number>>();

/** With the offset in the chunk of the first block that has the name. */
function namesIn(chunk: Chunk): ReadonlyMap<string, number> {
  const known = read.get(chunk);
  if (known !== undefined) return known;
  const names = new Map<string, number>();
  let offset = 0;
  for (const { request, title, length } of chunk.blocks) {
    const name = request === null ? null : referableName(request.name, title?.text ?? null);
    if (name !== null && !names.has(name)) names.set(name, offset);
    offset += length;
  }
  read.set(chunk, names);
  return names;
}
