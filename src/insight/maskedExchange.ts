import type { ConnectionUse, Exchange, Hop, NotFollowed, SendFailure } from '../client/exchange.ts';
import { maskSecrets } from '../request/secrets.ts';

/** The exchange with its secrets in stars, in all that is shown of it but the response itself. */
export function maskedExchange(exchange: Exchange): Exchange {
  const { secrets } = exchange;
  if (secrets.length === 0) return exchange;
  const mask = (text: string): string => maskSecrets(text, secrets);
  return {
    ...exchange,
    url: mask(exchange.url),
    hops: exchange.hops.map((hop) => maskedHop(hop, mask)),
    failure: maskedFailure(exchange.failure, mask),
  };
}

function maskedHop(hop: Hop, mask: (text: string) => string): Hop {
  return {
    ...hop,
    url: mask(hop.url),
    requestHeaders: hop.requestHeaders.map(([name, value]) => [name, mask(value)]),
    connection: maskedSocket(hop.connection, mask),
    failure: maskedFailure(hop.failure, mask),
    ...maskedLeft(hop, mask),
  };
}

/** The path of a unix socket is as the file wrote it. */
function maskedSocket(
  connection: ConnectionUse | null,
  mask: (text: string) => string,
): ConnectionUse | null {
  if (connection?.remotePort !== 0) return connection;
  return { ...connection, remoteAddress: mask(connection.remoteAddress) };
}

function maskedLeft(
  { notFollowed }: Hop,
  mask: (text: string) => string,
): { readonly notFollowed?: NotFollowed } {
  if (notFollowed === undefined) return {};
  return { notFollowed: { ...notFollowed, location: mask(notFollowed.location) } };
}

function maskedFailure(
  failure: SendFailure | null,
  mask: (text: string) => string,
): SendFailure | null {
  if (failure === null) return null;
  const { host, detail, unixSocket } = failure;
  return {
    ...failure,
    host: mask(host),
    detail: mask(detail),
    ...(unixSocket === undefined ? {} : { unixSocket: mask(unixSocket) }),
  };
}
