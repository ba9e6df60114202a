/** What came of indenting a text. */
export type Pretty =
  | { readonly kind: 'indented'; readonly text: string }
  /** It would have more UTF-16 units than it may. */
  | { readonly kind: 'too long' }
  /** It is in another language, or broken. */
  | { readonly kind: 'not of the language' };

export const tooLong: Pretty = { kind: 'too long' };

export const notOfTheLanguage: Pretty = { kind: 'not of the language' };
