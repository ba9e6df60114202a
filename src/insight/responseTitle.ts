import type { Exchange, ResponseHead } from '../client/exchange.ts';
import { maskSecrets } from '../request/secrets.ts';
import { maskUrl } from './maskUrl.ts';
import { maskText } from './maskText.ts';
import { printable } from './printable.ts';
import { sentSecrets } from './sentSecrets.ts';

/** A few words for a tab, such as `login · 200 OK`. */
export function responseTitle(exchange: Exchange): string {
  const secrets = sentSecrets(exchange);
  return titleWith({ ...exchange, secrets }, exchange.hops.at(-1)?.response ?? null);
}

/** What an exchange and its request have in common. */
export type Titled = Pick<Exchange, 'source' | 'method' | 'url' | 'secrets'>;

/** The same while the response is still coming. */
export function titleWith(
  titled: Titled,
  response: Pick<ResponseHead, 'status' | 'statusText'> | null,
): string {
  const status = response === null ? '' : `${String(response.status)} ${response.statusText}`;
  const words = maskText(status, titled.secrets).trim();
  return printable([requestTitle(titled), ...(words === '' ? [] : [words])].join(' · '));
}

/** What a person calls the request: its name, its title, else its method and path. */
export function requestTitle({ source, method, url, secrets }: Titled): string {
  return source.name ?? source.title ?? `${method} ${pathOf(maskUrl(maskSecrets(url, secrets)))}`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** The same for two sendings of one request, even if it has moved in its file. */
export function requestKey({ source, method, url }: Exchange): string {
  return [source.file, source.name ?? source.title ?? `${method} ${pathOf(url)}`].join('\n');
}
