/** The tree as plain data, each text cut out: for comparing trees of different strings. */
import type { HttpFile } from '../../../src/parser/httpFile.ts';

export function plainFile(file: HttpFile): unknown {
  return file.blocks.map(plain);
}

/** Own properties and those of its class, but for the text it is cut from. */
export function plain(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map(plain);
  const values: Record<string, unknown> = {};
  for (const key of keysOf(node)) {
    const value = (node as Readonly<Record<string, unknown>>)[key];
    values[key] = key === 'span' ? ends(value as Span) : plain(value);
  }
  return values;
}

type Span = { readonly start: number; readonly end: number };

function ends({ start, end }: Span): Span {
  return { start, end };
}

/** Where a node is cut from is no part of what it says. */
function keysOf(node: object): readonly string[] {
  const keys = new Set(Object.keys(node));
  let prototype: unknown = Object.getPrototypeOf(node);
  while (typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype) {
    for (const key of Object.getOwnPropertyNames(prototype)) keys.add(key);
    prototype = Object.getPrototypeOf(prototype);
  }
  for (const key of ['source', 'constructor']) keys.delete(key);
  return [...keys];
}
