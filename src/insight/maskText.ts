/** Known secrets in stars: as they are, as a URL carries them, and as JSON writes them. */
import { atOnce, type Steps } from '../request/steps.ts';
import { placesInCut, placesOf, wordsToFind, type Words } from './wordPlaces.ts';

export function maskText(text: string, secrets: readonly string[]): string {
  return atOnce(maskTextSteps(text, secrets));
}

export function maskTextSteps(text: string, secrets: readonly string[]): Steps<string> {
  return replaced(text, secrets, () => '***');
}

/** The same for a text that was cut: what a secret may begin with at its end is taken out as well. */
export function maskCutText(text: string, secrets: readonly string[]): string {
  return atOnce(replaced(text, secrets, () => '***', placesInCut));
}

/** In as many stars as each has characters, so that every place in the text stays where it is. */
export function starText(text: string, secrets: readonly string[]): string {
  return atOnce(replaced(text, secrets, (length) => '*'.repeat(length)));
}

function* replaced(
  text: string,
  secrets: readonly string[],
  stars: (length: number) => string,
  find = placesOf,
): Steps<string> {
  if (secrets.length === 0) return text;
  let masked = '';
  let from = 0;
  for (const { start, end } of yield* find(text, wordsOf(secrets))) {
    masked += text.slice(from, start) + stars(end - start);
    from = end;
  }
  return from === 0 ? text : masked + text.slice(from);
}

/** One exchange has many texts, and the same secrets for all of them. */
const known = new WeakMap<readonly string[], Words>();

function wordsOf(secrets: readonly string[]): Words {
  const words = known.get(secrets) ?? wordsToFind(spellings(secrets));
  known.set(secrets, words);
  return words;
}

export function spellings(secrets: readonly string[]): readonly string[] {
  const all = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
  ]);
  return [...new Set(all)];
}
