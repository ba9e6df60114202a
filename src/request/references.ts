/** `{{ name }}` in a piece of text. */

/** Offsets in the text that holds it, braces included; the name trimmed. */
export type Reference = { readonly name: string; readonly start: number; readonly end: number };

/**
 * The references of a text, in its order. Braces with nothing between them, or with a line end,
 * are no reference; of several opening ones the innermost counts.
 */
export function referencesIn(text: string): readonly Reference[] {
  const references: Reference[] = [];
  let open = text.indexOf('{{');
  while (open >= 0) {
    const close = text.indexOf('}}', open + 2);
    if (close < 0) break;
    const start = text.lastIndexOf('{{', close - 2);
    const name = text.slice(start + 2, close);
    const trimmed = name.trim();
    if (trimmed !== '' && !/[\r\n]/.test(name)) {
      references.push({ name: trimmed, start, end: close + 2 });
    }
    open = text.indexOf('{{', close + 2);
  }
  return references;
}
