/** Takes secret values out of a text. Only here is decided which of them are. */

const stars = '***';

/** A short or common word says nothing, and taking it out would spoil everything that holds it. */
export function isMaskable(value: string): boolean {
  if (value.trim().length < 4 || common.test(value.trim())) return false;
  return !/^\d{4,5}$/.test(value.trim());
}

const common =
  /^(?:true|false|null|none|undefined|localhost|127\.0\.0\.1|https?:\/\/localhost(?::\d+)?\/?)$/i;

/** A message: where it was shortened (`…`), what is left of a secret is taken out as well. */
export function maskMessage(message: string, secrets: readonly string[]): string {
  const masked = maskSecrets(message, secrets);
  if (!masked.includes('…')) return masked;
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())]);
  return masked.replace(/[^…]+(?=…)/g, (shown) => {
    const left = Math.max(0, ...forms.map((secret) => overlap(shown, secret)));
    return left === 0 ? shown : shown.slice(0, -left) + stars;
  });
}

/** How many characters at the end of the text begin the secret. */
function overlap(text: string, secret: string): number {
  let length = Math.min(text.length, secret.length - 1);
  while (length > 0 && !text.endsWith(secret.slice(0, length))) length -= 1;
  return length;
}

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
