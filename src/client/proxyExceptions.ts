/** Hosts that are reached without the proxy: `Curl_check_noproxy`, lib/noproxy.c, with ports and `*.` as VS Code has them. */

/** `rule`: `*`, a name with all its subdomains, an address, or a range of addresses such as `10.0.0.0/8`. */
export function isExcept(rule: string, host: string, port: number): boolean {
  const text = rule.trim().toLowerCase();
  if (text === '*') return true;
  const range = /^([\d.]+|\[?[\da-f:]*:[\da-f:.]*\]?)\/(\d{1,3})$/.exec(text);
  if (range !== null) return isInRange(host, range[1] ?? '', Number(range[2]));
  if (/^[\da-f:.]*:[\da-f:.]*:/.test(text)) return text === host;
  const [, name = '', rulePort] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(text) ?? [];
  if (name === '' || (rulePort !== undefined && Number(rulePort) !== port)) return false;
  const domain = name.replace(/^\*?\./, '').replace(/\.$/, '');
  const asked = host.replace(/\.$/, '');
  if (asked === domain) return true;
  // An address is no part of another.
  return domain !== '' && addressBits(asked) === null && asked.endsWith(`.${domain}`);
}

function isInRange(host: string, network: string, bits: number): boolean {
  const [one, other] = [addressBits(host), addressBits(network.replace(/^\[|\]$/g, ''))];
  if (one === null || other === null || one.length !== other.length) return false;
  return bits <= one.length && one.slice(0, bits) === other.slice(0, bits);
}

/** `0` and `1` for each bit of a literal address; null for a name. */
function addressBits(host: string): string | null {
  if (/^\d+(\.\d+){3}$/.test(host)) {
    return host
      .split('.')
      .map((part) => bitsOf(Number(part), 8))
      .join('');
  }
  const literal = host.includes(':') ? URL.parse(`http://[${host}]`) : null;
  if (literal === null) return null;
  const [head = '', tail] = literal.hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0');
  return [...(before ?? []), ...zeros, ...(after ?? [])]
    .map((group) => bitsOf(parseInt(group, 16), 16))
    .join('');
}

function bitsOf(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}
