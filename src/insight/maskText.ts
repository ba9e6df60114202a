/** Known secrets in stars: as they are, as a URL carries them, and as JSON writes them. */
import { atOnce, type Steps } from './steps.ts';

export function maskText(text: string, secrets: readonly string[]): string {
  return atOnce(maskTextSteps(text, secrets));
}

export function* maskTextSteps(text: string, secrets: readonly string[]): Steps<string> {
  let masked = text;
  for (const spelling of spellings(secrets)) {
    masked = masked.replaceAll(spelling, '***');
    yield;
  }
  return masked;
}

/** In as many stars as each has characters, so that every place in the text stays where it is. */
export function starText(text: string, secrets: readonly string[]): string {
  return spellings(secrets).reduce(
    (masked, spelling) => masked.replaceAll(spelling, '*'.repeat(spelling.length)),
    text,
  );
}

/** The longest first: one may hold another. */
export function spellings(secrets: readonly string[]): readonly string[] {
  const all = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
  ]);
  return [...new Set(all)].toSorted((a, b) => b.length - a.length);
}
