import type { Exchange } from '../client/exchange.ts';
import { maskUrl } from './mask.ts';
import { maskedExchange } from './maskedExchange.ts';
import { printable } from './printable.ts';

/** A few words for a tab, such as `login · 200 OK`. */
export function responseTitle(exchange: Exchange): string {
  const { hops } = exchange;
  const response = hops.at(-1)?.response;
  const status =
    response == null ? [] : [`${String(response.status)} ${response.statusText}`.trim()];
  return printable([requestTitle(exchange), ...status].join(' · '));
}

/** What a person calls the request: its name, its title, else its method and path. */
export function requestTitle(exchange: Exchange): string {
  const { source, method } = exchange;
  const { url } = maskedExchange(exchange);
  return source.name ?? source.title ?? `${method} ${pathOf(maskUrl(url))}`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** The same for two sendings of one request, even if it has moved in its file. */
export function requestKey({ source, method, url }: Exchange): string {
  return [source.file, source.name ?? source.title ?? `${method} ${pathOf(url)}`].join('\n');
}
