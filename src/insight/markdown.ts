/** Text from elsewhere, made harmless in Markdown. */
import { printable } from './printable.ts';

/**
 * Entities rather than backslashes: they are text wherever they stand, in a table and in a link too,
 * and what looks like a URL is not made into a link.
 */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|<>~&$@^]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/:\/\//g, '&#58;//')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`);
}

/** `[text](uri)`; nothing without a URI. */
export function link(text: string, uri: string | undefined): readonly string[] {
  return uri === undefined
    ? []
    : [`[${text}](${uri.replace(/[()\s<>]/g, encodeURIComponentOfOne)})`];
}

/** `encodeURIComponent` leaves parentheses as they are. */
function encodeURIComponentOfOne(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
