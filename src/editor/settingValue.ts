/** What may be said of the value of a setting: these words end in a notification and in the log. */

/** Under these keys people write tokens and passphrases. */
const secretNames: readonly string[] = ['request.defaultHeaders', 'tls.certificates'];

/** As it is written, cut where it is long; of one that may hold a secret only what kind it is of. */
export function shownValue(name: string, value: unknown): string {
  if (secretNames.includes(name)) return kindOf(value);
  const written = JSON.stringify(value ?? null);
  return written.length > 80 ? `${written.slice(0, 80)}…` : written;
}

/** The name of a header, or the beginning of what is none: a value that was written into it is left out. */
export function headerName(key: string): string {
  const token = /^[!#$%&'*+\-.^_`|~\w]*/.exec(key)?.[0] ?? '';
  return token === key && key !== '' ? key : `${token}…`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  return typeof value === 'string' ? '"…"' : JSON.stringify(value ?? null);
}
