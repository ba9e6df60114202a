/** The characters the dialect is made of, as UTF-16 units, and the classes they fall into. */

export const tab = 9;
export const lineFeed = 10;
export const carriageReturn = 13;
export const doubleQuote = 34;
export const hash = 35;
export const dollar = 36;
export const ampersand = 38;
export const singleQuote = 39;
export const openParenthesis = 40;
export const closeParenthesis = 41;
export const star = 42;
export const comma = 44;
export const dash = 45;
export const dot = 46;
export const slash = 47;
export const colon = 58;
export const semicolon = 59;
export const lessThan = 60;
export const equals = 61;
export const greaterThan = 62;
export const question = 63;
export const at = 64;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;
export const byteOrderMark = 0xfeff;

/** What is trimmed: a space, a tab, and what pastes bring in (vertical tab, form feed, NBSP, BOM). */
export function isBlank(code: number): boolean {
  return (
    code === 32 ||
    code === tab ||
    code === 11 ||
    code === 12 ||
    code === 0xa0 ||
    code === byteOrderMark
  );
}

export function isLineEnd(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

export function isUpperCase(code: number): boolean {
  return code >= 65 && code <= 90;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A letter, a digit or `_`. */
export function isWord(code: number): boolean {
  return isDigit(code) || isUpperCase(code) || (code >= 97 && code <= 122) || code === 95;
}

/** RFC 9110, 5.6.2: what methods and header names are made of. */
export function isTokenCharacter(code: number): boolean {
  return code < 128 && tokenCharacters[code] === 1;
}

const tokenCharacters = new Uint8Array(128);
for (const character of "!#$%&'*+-.^_`|~") tokenCharacters[character.charCodeAt(0)] = 1;
for (let code = 48; code < 123; code++) if (isWord(code)) tokenCharacters[code] = 1;
