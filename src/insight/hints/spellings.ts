/** Which origins are the same place by another name. */

/**
 * Equal for origins that are one place: the names of this machine, and a name with and without the
 * dot at its end. Upper case and the scheme's own port are no matter: the pool compares without them.
 */
export function placeOfOrigin(origin: string): string {
  const [, scheme, host, port] = parts(origin);
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  return `${scheme}//${loopback.includes(bare) ? 'localhost' : bare}:${port}`;
}

/** Whether other spellings of it are thought of at all: most origins have none. */
export function hasSpellings(origin: string): boolean {
  const [, , host] = parts(origin);
  return host.endsWith('.') || loopback.includes(host);
}

/** The plainer a spelling, the lower. */
export function hostRank(origin: string): number {
  const [, , host] = parts(origin);
  const at = loopback.indexOf(host);
  return host.endsWith('.') ? 9 : at === -1 ? 0 : at;
}

/** In the order in which to prefer them. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];

function parts(origin: string): readonly [string, string, string, string] {
  const [, scheme = '', host = '', port = ''] = /^(\w+:)\/\/(.*):(\d+)$/.exec(origin) ?? [];
  return [origin, scheme, host, port];
}
