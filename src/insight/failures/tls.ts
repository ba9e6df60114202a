/** No TLS came about on a connection. */
import { detail, type WordsOfFailures } from './words.ts';

export const tlsFailures = {
  'tls-untrusted': {
    sentence: (f, place) =>
      f.unpinnedKey === undefined
        ? `The certificate of ${place} is not trusted${detail(f)}. Trust its authority on this machine, or skip the check with # @insecure`
        : `${place} shows the key ${f.unpinnedKey}, which is none of those pinned for it. Ask whoever runs it: if that is its key now, put it into keepalive.tls.pinnedKeys`,
    short: (f, place) =>
      f.unpinnedKey === undefined
        ? `certificate of ${place} not trusted`
        : `key of ${place} is none of those pinned`,
  },
  'tls-expired': {
    sentence: (_, place) =>
      `The certificate of ${place} is out of date. Renew it on the server, or skip the check with # @insecure`,
    short: (_, place) => `certificate of ${place} out of date`,
  },
  'tls-wrong-name': {
    sentence: (f, place) =>
      `The certificate of ${place} is for another name than ${f.host}. Check the host in the URL, or skip the check with # @insecure`,
    short: (_, place) => `certificate of ${place} is for another name`,
  },
  'tls-handshake': {
    sentence: (f, place) =>
      `The TLS handshake with ${place} failed${detail(f)}. Does that port speak TLS? If not, use http`,
    short: (_, place) => `TLS handshake with ${place} failed`,
  },
  'client-certificate': {
    sentence: (f, place) =>
      `${place} did not accept the client certificate, or got none${detail(f)}. Check which one this host wants`,
    short: (_, place) => `client certificate not accepted by ${place}`,
  },
} satisfies WordsOfFailures;
