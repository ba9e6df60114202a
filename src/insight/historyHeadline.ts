/** What a list of exchanges says of each, and by what it can be narrowed down. */
import type { Exchange } from '../client/exchange.ts';
import { duration } from './duration.ts';
import { maskUrl } from './maskUrl.ts';
import { maskText } from './maskText.ts';
import { requestKey, requestTitle } from './responseTitle.ts';
import { sentSecrets } from './sentSecrets.ts';

export type Headline = {
  /** Of the same request it is the same. */
  readonly request: string;
  readonly title: string;
  readonly method: string;
  /** Without a secret. */
  readonly url: string;
  readonly origin: string;
  /** Wall clock, milliseconds since 1970. */
  readonly startedAt: number;
  readonly total: number;
  /** Null where it failed. */
  readonly status: number | null;
  /** Of the last hop; null without a connection. */
  readonly reused: boolean | null;
};

export function headlineOf(exchange: Exchange): Headline {
  const last = exchange.hops.at(-1);
  const secrets = sentSecrets(exchange);
  const mask = (text: string): string => maskText(text, secrets);
  const url = mask(maskUrl(exchange.url));
  return {
    request: mask(requestKey(exchange)),
    title: mask(requestTitle(exchange)),
    method: exchange.method,
    url,
    origin: URL.canParse(url) ? new URL(url).host : url,
    startedAt: exchange.startedAt,
    total: exchange.total,
    status: exchange.failure === null ? (last?.response?.status ?? null) : null,
    reused: last?.connection?.reused ?? null,
  };
}

/** `200 · 12 ms · reused`. */
export function headlineOutcome({ status, total, reused }: Headline): string {
  const connection = reused === null ? [] : [reused ? 'reused' : 'new'];
  const outcome = status === null ? 'failed' : String(status);
  return [outcome, duration(total), ...connection].join(' · ');
}

export type Facet = {
  readonly kind: 'status' | 'connection' | 'origin' | 'request';
  readonly value: string;
};

/** What there is to choose from, with how many have it; the most frequent first within a kind. */
export function facetsOf(
  headlines: readonly Headline[],
): readonly (Facet & { readonly count: number })[] {
  const kinds = ['status', 'connection', 'origin', 'request'] as const;
  return kinds.flatMap((kind) => {
    const counts = new Map<string, number>();
    for (const headline of headlines) {
      const value = valueOf(headline, kind);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const facets = Array.from(counts, ([value, count]) => ({ kind, value, count }));
    return facets.toSorted((a, b) => b.count - a.count);
  });
}

/** Of each kind that is chosen from, one of those chosen has to fit. */
export function fits(headline: Headline, chosen: readonly Facet[]): boolean {
  const kinds = new Set(chosen.map(({ kind }) => kind));
  return [...kinds].every((kind) =>
    chosen.some((facet) => facet.kind === kind && facet.value === valueOf(headline, kind)),
  );
}

function valueOf(headline: Headline, kind: Facet['kind']): string {
  const { status, reused, origin, title } = headline;
  switch (kind) {
    case 'status':
      return status === null ? 'failed' : `${String(Math.floor(status / 100))}xx`;
    case 'connection':
      return reused === null ? 'no connection' : reused ? 'reused' : 'new';
    case 'origin':
      return origin;
    case 'request':
      return title;
  }
}
