/** A resolved request in the words of the pool and of the transport. */
import { isForwarded, type ProxyWant, type Want } from '../pool/want.ts';
import { headerValue } from '../request/headerValue.ts';
import type { Phase } from '../request/phases.ts';
import type { HeaderField, ResolvedRequest } from '../request/resolvedRequest.ts';
import type {
  BodyLimits,
  OnChunk,
  Proxy,
  Target,
  TlsOptions,
  WireFailure,
  WireRequest,
} from '../transport/connection.ts';
import type { DigestSessions } from './digestSessions.ts';
import type { SendFailure, SentBody } from './exchange.ts';
import { proxyAuthorization, tunnelAuthorize } from './proxyDigest.ts';
import { proxyFor } from './proxySettings.ts';
import type { ClientSettings } from './settings.ts';
import { tlsFor } from './tls.ts';

/** Of a body that is in a file so much is at hand, to be shown. */
const maxHeadBytes = 1024 * 1024;

/** What the pool matches by. */
export function wantOf(request: ResolvedRequest, settings: ClientSettings): Want {
  const { scheme, host, port, insecure } = request;
  return {
    scheme,
    host,
    port,
    connectTo: request.connectTo,
    unixSocket: request.unixSocket,
    proxy: request.unixSocket === null ? proxyFor(settings.proxy, request) : null,
    tls: scheme === 'http' ? null : tlsFor(settings, host, port, insecure).want,
    httpVersion: versionWant(request),
    ipVersion: request.ipVersion,
    localAddress: request.localAddress,
    credentials: null,
  };
}

/** What the transport opens for it. */
export function targetOf(
  request: ResolvedRequest,
  want: Want,
  settings: ClientSettings,
  digests: DigestSessions,
): Target {
  const { host, port, insecure } = request;
  const { tls, proxy } = want;
  return {
    ...want,
    proxy: proxy === null ? null : throughProxy(proxy, want, settings, digests),
    tls: tls === null ? null : tlsFor(settings, host, port, insecure).options,
    connectTimeoutMs: request.connectTimeoutMs ?? settings.connectTimeoutMs,
    upkeep: settings.upkeep,
  };
}

function throughProxy(
  proxy: ProxyWant,
  want: Want,
  settings: ClientSettings,
  digests: DigestSessions,
): Proxy {
  return {
    ...proxy,
    tunnels: !isForwarded(want),
    authorize: tunnelAuthorize(proxy, digests),
    tls: proxyTls(proxy, settings),
  };
}

/** The settings that hold for a server's certificate hold for that of an HTTPS proxy. */
function proxyTls({ kind, host, port }: ProxyWant, settings: ClientSettings): TlsOptions | null {
  return kind === 'https' ? tlsFor(settings, host, port, !settings.proxy.verify).options : null;
}

/** Over TLS the server picks; without it HTTP/2 can only be known beforehand (RFC 9113, section 3.3). */
function versionWant({ httpVersion, scheme }: ResolvedRequest): Want['httpVersion'] {
  if (httpVersion?.startsWith('2') === true) {
    return scheme === 'http' ? '2-prior-knowledge' : 'any';
  }
  return httpVersion === null && scheme === 'https' ? 'any' : '1.1';
}

/** What the transport sends, with the headers of the settings and of a proxy. */
export function wireRequest(
  request: ResolvedRequest,
  want: Want,
  settings: ClientSettings,
  digests: DigestSessions,
  onChunk: OnChunk | null,
): WireRequest {
  const headers = withDefaults(request.headers, settings.defaultHeaders);
  const forwarded = isForwarded(want);
  return {
    method: request.method,
    path: forwarded ? absoluteForm(request) : request.path,
    headers: forwarded ? [...forwardedHeaders(request, want, digests), ...headers] : headers,
    body: request.body,
    closeAfter: request.noKeepAlive,
    firstByteTimeoutMs:
      request.phaseTimeoutsMs.wait ?? settings.phaseTimeoutsMs.wait ?? settings.firstByteTimeoutMs,
    bodyLimits: bodyLimits(settings),
    onChunk,
  };
}

/** How the body of an answer is kept. */
export function bodyLimits({
  maxBodyBytes,
  bodyFolder,
}: Pick<ClientSettings, 'maxBodyBytes' | 'bodyFolder'>): BodyLimits {
  return { maxMemoryBytes: maxBodyBytes, folder: bodyFolder, maxHeadBytes };
}

/**
 * Adds where and in which phase it failed, and the limit that the transport can't know:
 * `passedMs` is that of the phase where it ran out, else a timeout is that of the whole request.
 */
export function toSendFailure(
  request: ResolvedRequest,
  settings: ClientSettings,
  want: Want,
  failure: WireFailure,
  phase: Phase | null,
  passedMs: number | null,
): SendFailure {
  const { proxy } = want;
  const isTimeout = failure.code === 'timeout';
  const phaseLimit = isTimeout ? (failure.limit ?? passedMs) : null;
  const total = isTimeout ? (request.timeoutMs ?? settings.timeoutMs) : null;
  const isOfPhase = phaseLimit !== null;
  // An address of the other IP version is turned away before any phase.
  const failedIn = failure.code === 'dns-not-found' && phase !== 'dns' ? null : phase;
  const isOfProxy = proxy !== null && failsAtProxy(failure.code, phase, isOfPhase);
  const { host, port } = isOfProxy ? proxy : request;
  const limit = failure.limit ?? phaseLimit ?? total;
  return {
    ...failure,
    limit,
    ...(isOfPhase ? { ofPhase: true } : {}),
    ...placeOf(want),
    phase: failedIn,
    host,
    port,
  };
}

/** What else than host and port says where it goes. */
function placeOf({
  unixSocket,
  ipVersion,
  localAddress,
}: Want): Pick<SendFailure, 'unixSocket' | 'ipVersion'> {
  const ofAddress = localAddress === null ? null : localAddress.includes(':') ? 6 : 4;
  const only = ipVersion ?? ofAddress;
  return {
    ...(unixSocket === null ? {} : { unixSocket }),
    ...(only === null ? {} : { ipVersion: only }),
  };
}

/** Until the proxy has led to the target it is the proxy that fails; what it refuses is the way to the target. */
function failsAtProxy(code: WireFailure['code'], phase: Phase | null, isOfPhase: boolean): boolean {
  if (code === 'aborted' || code === 'proxy-authentication') return false;
  if (code === 'timeout' && !isOfPhase) return false;
  if (code === 'dns-not-found') return true;
  return phase === 'dns' || phase === 'tcp' || (phase === 'proxy' && code !== 'proxy-refused');
}

/** Of a body that was sent so much is worth holding. */
const maxHeldBytes = 256 * 1024;

/** What the record keeps of it; null without a body. */
export function sentBody(body: WireRequest['body']): SentBody | null {
  if (body === null) return null;
  const { length } = body;
  if (body instanceof Uint8Array) return { length, bytes: length <= maxHeldBytes ? body : null };
  return { length, bytes: null, ...(body.path === undefined ? {} : { path: body.path }) };
}

/** One connection serves many hosts, so the host is always said. */
function forwardedHeaders(
  request: ResolvedRequest,
  { proxy }: Want,
  digests: DigestSessions,
): HeaderField[] {
  const { method, url, headers, body } = request;
  const fields: HeaderField[] = [];
  if (headerValue(headers, 'host') === null) fields.push(['Host', new URL(url).host]);
  if (proxy === null || headerValue(headers, 'proxy-authorization') !== null) return fields;
  const asked = { method, uri: absoluteForm(request), body };
  const credentials = proxyAuthorization(proxy, digests, asked);
  if (credentials !== null) fields.push(['Proxy-Authorization', credentials]);
  return fields;
}

/** What a forwarding proxy wants in place of the path (RFC 9112, section 3.2.2). */
function absoluteForm({ url }: ResolvedRequest): string {
  return url.replace(/#.*/, '');
}

function withDefaults(
  headers: readonly HeaderField[],
  defaults: readonly HeaderField[],
): readonly HeaderField[] {
  const missing = defaults.filter(([name]) => {
    const lowerName = name.toLowerCase();
    if (headerValue(headers, lowerName) !== null) return false;
    return lowerName !== 'accept-encoding' || !wantsAsItIs(headers);
  });
  return missing.length === 0 ? headers : [...headers, ...missing];
}

/** A part of a compressed body can't be read (fetch standard, section 4.6), and events that are pressed together do not come one by one. */
function wantsAsItIs(headers: readonly HeaderField[]): boolean {
  return headers.some(([name, value]) => {
    const lowerName = name.toLowerCase();
    return lowerName === 'range' || (lowerName === 'accept' && /event-stream|ndjson/i.test(value));
  });
}
