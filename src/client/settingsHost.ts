/** Hosts as settings name them, with a port or for all of their ports, and a request's host among them. */

/**
 * The key of `HOST`, `HOST:PORT`, `ADDRESS6` or `[ADDRESS6]:PORT`, spelled as a URL has it:
 * in lower case, and an international name in ASCII. Null for what is no host.
 */
export function hostKey(text: string): string | null {
  const isBareAddress = /^[\da-f]*:[\da-f.]*:[\da-f:.]*$/i.test(text);
  const [, name = '', port] = isBareAddress
    ? [text, `[${text}]`]
    : (/^(.*?)(?::(\d+))?$/s.exec(text) ?? []);
  const url = URL.parse(`https://${name}`);
  if (url === null || name === '' || url.href !== `https://${url.hostname}/`) return null;
  const host = withoutDot(url.hostname);
  return port === undefined ? host : `${host}:${port}`;
}

/** The keys under which settings may have a host, that with the port first. */
export function hostKeys(host: string, port: number): readonly [exact: string, any: string] {
  const name = host.includes(':') ? `[${host}]` : withoutDot(host);
  return [`${name}:${String(port)}`, name];
}

/** The dot at its end makes no other host of a name for TLS (RFC 6066, section 3). */
function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}
