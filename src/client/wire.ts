/** A resolved request in the words of the pool and of the transport. */
import type { Want } from '../pool/want.ts';
import type { HeaderField, ResolvedRequest } from '../request/resolvedRequest.ts';
import type { Target, WireFailure, WireRequest } from '../transport/connection.ts';
import type { Phase, SendFailure } from './exchange.ts';
import type { ClientSettings } from './settings.ts';

export function wantOf({ scheme, host, port, insecure }: ResolvedRequest): Want {
  return { scheme, host, port, tls: scheme === 'https' ? { verify: !insecure } : null };
}

export function targetOf(request: ResolvedRequest, settings: ClientSettings): Target {
  const { scheme, host, port, tls } = wantOf(request);
  return {
    scheme,
    host,
    port,
    tls: tls === null ? null : { verify: tls.verify, extraCa: settings.extraCa },
    connectTimeoutMs: request.connectTimeoutMs ?? settings.connectTimeoutMs,
  };
}

export function wireRequest(request: ResolvedRequest, settings: ClientSettings): WireRequest {
  return {
    method: request.method,
    path: request.path,
    headers: withDefaults(request.headers, settings.userAgent),
    body: request.body,
    closeAfter: request.noKeepAlive,
    firstByteTimeoutMs: settings.firstByteTimeoutMs,
    maxBodyBytes: settings.maxBodyBytes,
  };
}

/** The head as it goes out, with the Host field that undici writes. */
export function requestHead(
  request: ResolvedRequest,
  { method, path, headers, body }: WireRequest,
) {
  const { host } = new URL(request.url);
  const all: readonly HeaderField[] = hasField(headers, 'host')
    ? headers
    : [['Host', host], ...headers];
  return { method, path, headers: all, bodyBytes: body?.length ?? 0 };
}

/** Adds where and in which phase it failed, and the limit that the transport can't know. */
export function toSendFailure(
  request: ResolvedRequest,
  settings: ClientSettings,
  failure: WireFailure,
  phase: Phase | null,
): SendFailure {
  const { host, port } = request;
  const total = failure.code === 'timeout' ? (request.timeoutMs ?? settings.timeoutMs) : null;
  return { ...failure, limit: failure.limit ?? total, phase, host, port };
}

function withDefaults(headers: readonly HeaderField[], userAgent: string): readonly HeaderField[] {
  const defaults: readonly HeaderField[] = [
    ['User-Agent', userAgent],
    ['Accept', '*/*'],
  ];
  const missing = defaults.filter(([name]) => !hasField(headers, name.toLowerCase()));
  return missing.length === 0 ? headers : [...headers, ...missing];
}

function hasField(headers: readonly HeaderField[], lowerCaseName: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === lowerCaseName);
}
