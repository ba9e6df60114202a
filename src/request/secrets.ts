/** Takes secret values out of a text. Only here is decided which of them are. */

const stars = '***';

/** A short or common word says nothing, and taking it out would spoil everything that holds it. */
export function isMaskable(value: string): boolean {
  if (value.trim().length < 4 || common.test(value.trim())) return false;
  return !/^\d{4,5}$/.test(value.trim());
}

const common =
  /^(?:true|false|null|none|undefined|localhost|127\.0\.0\.1|https?:\/\/localhost(?::\d+)?\/?)$/i;

/** The text with each secret, as it is and as a URL carries it, in stars. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  // The longest first: one secret may hold another.
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    masked = masked.replaceAll(secret, stars);
    const encoded = encodeURIComponent(secret.toWellFormed());
    if (encoded !== secret) masked = masked.replaceAll(encoded, stars);
  }
  return masked;
}
