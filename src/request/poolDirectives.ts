/**
 * The directives about the connection a request goes out on: `@max-idle`, `@max-lifetime`, `@connect-to`, `@pool`, `@retry`,
 * `@ip-version`, `@local-address`.
 */
import { durationMs } from './duration.ts';
import type { ResolvedRequest, RetryRule } from './resolvedRequest.ts';

export type PoolOptions = Pick<
  ResolvedRequest,
  'maxIdleMs' | 'maxLifetimeMs' | 'connectTo' | 'ipVersion' | 'localAddress' | 'pool' | 'retry'
>;

export const noPoolOptions: PoolOptions = {
  maxIdleMs: null,
  maxLifetimeMs: null,
  connectTo: null,
  ipVersion: null,
  localAddress: null,
  pool: null,
  retry: null,
};

/** What such a directive asks for; a sentence when its value is none; null when it is another directive. */
export function poolDirective(name: string, value: string): Partial<PoolOptions> | string | null {
  switch (name) {
    case 'max-idle':
    case 'max-lifetime':
      return age(name, value);
    case 'connect-to':
      return connectTo(value);
    case 'ip-version':
      if (value === '4' || value === '6') return { ipVersion: value === '4' ? 4 : 6 };
      return `\`@ip-version ${value}\` is none: write \`@ip-version 4\` or \`@ip-version 6\``;
    case 'local-address':
      return localAddress(value);
    case 'pool':
      return value === '' ? 'Give the pool a name, such as `@pool orders`' : { pool: value };
    case 'retry':
      return retry(value);
    default:
      return null;
  }
}

function age(name: 'max-idle' | 'max-lifetime', value: string): Partial<PoolOptions> | string {
  const ms = durationMs(value);
  if (ms === null) return `\`@${name} ${value}\` is no time: write one such as \`@${name} 10s\``;
  return name === 'max-idle' ? { maxIdleMs: ms } : { maxLifetimeMs: ms };
}

function connectTo(value: string): Partial<PoolOptions> | string {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(value) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535) {
    return `\`@connect-to ${value}\` is no place: write a host and a port, such as \`@connect-to 127.0.0.1:8080\``;
  }
  return { connectTo: { host: host.toLowerCase(), port: Number(port) } };
}

function localAddress(value: string): Partial<PoolOptions> | string {
  const address = value.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$|^[\da-f:.]*:[\da-f:.]*(?:%\S+)?$/.test(address);
  if (isAddress) return { localAddress: address };
  return `\`@local-address ${value}\` is no address: write one of this machine, such as \`@local-address 127.0.0.1\``;
}

const defaultStatuses = [502, 503, 504];

const retryValue =
  /^(\d{1,3})(?:\s+backoff\s+([\d.]+\s*[a-z]*))?(?:\s+on\s+(\d{3}(?:[\s,]+\d{3})*))?$/i;

/** `3`, `3 backoff 500ms`, `3 backoff 1 s on 429,503`. */
function retry(value: string): Partial<PoolOptions> | string {
  const match = retryValue.exec(value);
  const backoffMs = match?.[2] === undefined ? 500 : durationMs(match[2]);
  if (match === null || backoffMs === null) {
    return `\`@retry ${value}\` is not understood: write it as \`@retry 3 backoff 500ms on 502,503,504\``;
  }
  const statuses = match[3]?.split(/[\s,]+/).map(Number) ?? defaultStatuses;
  const rule: RetryRule = { times: Number(match[1]), backoffMs, statuses };
  return { retry: rule };
}
