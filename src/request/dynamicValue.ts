/** What a variable that makes its value anew comes to; a sentence in `message` where there is none. */
export type DynamicValue = { readonly text: string } | { readonly message: string };
