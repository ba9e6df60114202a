/** What text takes in a picture, near enough: who draws it has fonts of their own. */

/** Pixels. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * 0.56;
}

/** The text, its end given up for an ellipsis where it is too long. */
export function cutToWidth(text: string, width: number, fontSize: number): string {
  const fits = Math.floor(width / (fontSize * 0.56));
  return text.length <= fits ? text : `${text.slice(0, Math.max(fits - 1, 1)).toWellFormed()}…`;
}
