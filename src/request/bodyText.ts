/** What the text of a body becomes by its content type, before its references are expanded. */

/** `contentType` is '' without one. The text may be one of several parts, with files between. */
export function bodyText(text: string, contentType: string): string {
  const type = contentType.toLowerCase();
  if (type.startsWith('multipart/')) return text.replace(/\r\n?|\n/g, '\r\n');
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return isJson(type) ? withoutComments(lines) : lines;
}

export const formType = 'application/x-www-form-urlencoded';

/** Whether each line is a message of its own, so that the last one needs its end. */
export function isLineByLine(contentType: string): boolean {
  return /^application\/(?:x-)?(?:ndjson|jsonl)/i.test(contentType);
}

/** `application/json`, `text/json`, `application/vnd.api+json`. */
function isJson(type: string): boolean {
  return /^[^;]*[/+]json\s*(?:;|$)/.test(type);
}

/** Users of REST Client comment JSON out by whole lines; no JSON string can hold such a line. */
export function withoutComments(text: string): string {
  if (!text.includes('//') && !text.includes('#')) return text;
  const lines = text.split('\n');
  return lines.filter((line) => !/^[ \t]*(?:\/\/|#)/.test(line)).join('\n');
}
