/** Reasons for opening that are about a connection which stays open, or about none. */
import type { Entry } from './entry.ts';
import type { OpenedBecause, OpenedCode } from './reasons.ts';

export function opened(code: OpenedCode, connection: number | null = null): OpenedBecause {
  return { code, connection, served: null, idleMs: null, ageMs: null, limit: null };
}

/** It matches in full but serves as many as it can. */
export function busy({ id, protocol, streams }: Entry): OpenedBecause {
  if (protocol !== 'h2') return opened('all-busy', id);
  return { ...opened('streams-exhausted', id), limit: streams };
}
