/** What TLS goes by, host by host. */
import type { TlsWant } from '../pool/want.ts';
import type { ClientCertificate, TlsOptions } from '../transport/connection.ts';
import type { ClientSettings } from './settings.ts';
import { hostKeys } from './settingsHost.ts';

/** The same in the words of the pool and of the transport. */
export type Tls = { readonly want: TlsWant; readonly options: TlsOptions };

/** Every send asks, and the answer holds whole certificates: it is made once for each settings and place. */
const made = new WeakMap<ClientSettings, Map<string, Tls>>();

/** `insecure`: this once, whatever the settings say of the host. */
export function tlsFor(
  settings: ClientSettings,
  host: string,
  port: number,
  insecure: boolean,
): Tls {
  const places = made.get(settings) ?? new Map<string, Tls>();
  if (places.size === 0) made.set(settings, places);
  const key = `${insecure ? 'insecure ' : ''}${host}:${String(port)}`;
  const known = places.get(key);
  if (known !== undefined) return known;
  const verify = !insecure && !isListed(settings.insecureHosts, host, port);
  const { clientCertificates, pinnedKeys } = settings;
  const certificate = ofPlace(clientCertificates, host, port) ?? null;
  const tls = tlsOf(settings, verify, certificate, ofPlace(pinnedKeys, host, port) ?? null);
  places.set(key, tls);
  return tls;
}

function tlsOf(
  settings: ClientSettings,
  verify: boolean,
  clientCertificate: ClientCertificate | null,
  pinnedKeys: readonly string[] | null,
): Tls {
  const { extraCa, systemCa, ciphers, curves } = settings;
  const { minTlsVersion: minVersion, maxTlsVersion: maxVersion } = settings;
  return {
    want: {
      minVersion,
      maxVersion,
      verify,
      ca: [systemCa ? 'system' : 'default', ...extraCa].join('\n'),
      clientCertificate: clientCertificate === null ? null : JSON.stringify(clientCertificate),
      ciphers,
      curves,
      pinnedKeys: pinnedKeys?.join(';') ?? null,
    },
    options: {
      verify,
      extraCa,
      systemCa,
      clientCertificate,
      minVersion,
      maxVersion,
      ciphers,
      curves,
      pinnedKeys,
    },
  };
}

/** That of the host and port before that of the host. */
function ofPlace<Value>(
  values: Readonly<Record<string, Value>>,
  host: string,
  port: number,
): Value | undefined {
  // A host may be called as what every object has.
  const place = hostKeys(host, port).find((each) => Object.hasOwn(values, each));
  return place === undefined ? undefined : values[place];
}

function isListed(places: readonly string[], host: string, port: number): boolean {
  return hostKeys(host, port).some((place) => places.includes(place));
}
