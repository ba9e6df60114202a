/** What is called so holds a secret: nobody should read it over a shoulder or in a log. */

/** Wherever they stand in a name. What ends in `tokens` counts them, as `max_tokens` does. */
const words =
  /pass(?:word|wd|phrase|code)|pwd|pass$|secret|token(?!s$)|^tokens$|credential|(?:api|access|private|auth|subscription)[-_.]?key/i;

/** What is a secret on the wire, though a variable of that name need be none. */
const wholeFields = /^(?:key|sig|code|jwt|auth)$|signature|session/i;
const partsOfHeaders = /(?:^|[-_.])(?:auth|signature|session|csrf|xsrf)(?:[-_.]|$)/i;

export function isSecretVariable(name: string): boolean {
  return words.test(name);
}

/** A parameter of a URL, a field of a form or a member of JSON. */
export function isSecretField(name: string): boolean {
  return words.test(name) || wholeFields.test(name);
}

/** Beside those that have forms of their own, such as `Authorization` and `Cookie`. */
export function isSecretHeader(name: string): boolean {
  return words.test(name) || partsOfHeaders.test(name);
}
