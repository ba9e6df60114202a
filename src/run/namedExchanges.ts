/** The last exchange of each named request, for the requests that refer to it. */
import type { Exchange } from '../client/exchange.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';

/** What was sent and what came of it. */
export type Sent = { readonly request: ResolvedRequest; readonly exchange: Exchange };

/** `file` is any name that is its own. */
export type NamedExchanges = {
  readonly of: (file: string, name: string) => Sent | null;
  /** An exchange without an answer is not kept: the one before it still counts. */
  readonly keep: (file: string, name: string, sent: Sent) => void;
  readonly forget: (file: string) => void;
};

export function createNamedExchanges(): NamedExchanges {
  const files = new Map<string, Map<string, Sent>>();
  return {
    of: (file, name) => files.get(file)?.get(name) ?? null,
    keep: (file, name, sent) => {
      if (sent.exchange.failure !== null) return;
      const names = files.get(file) ?? new Map<string, Sent>();
      names.set(name, sent);
      files.set(file, names);
    },
    forget: (file) => files.delete(file),
  };
}
