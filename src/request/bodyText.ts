/** What the text of a body becomes by its content type, before its references are expanded. */

/** `contentType` is '' without one. */
export function bodyText(text: string, contentType: string): string {
  const type = contentType.toLowerCase();
  if (type.startsWith('multipart/')) return text.replace(/\r\n?|\n/g, '\r\n');
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (isJson(type)) return withoutComments(lines);
  if (type.startsWith(formType)) return joinFormLines(lines);
  if (/^application\/(?:x-)?(?:ndjson|jsonl)/.test(type)) return `${lines}\n`;
  return lines;
}

export const formType = 'application/x-www-form-urlencoded';

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

/** A line that starts with `&` (REST Client) or follows one that ends with it (JetBrains) goes on. */
function joinFormLines(text: string): string {
  if (!text.includes('\n')) return text;
  const joined: string[] = [];
  let before = '';
  for (const written of text.split('\n')) {
    const line = written.trim();
    if (joined.length > 0 && !line.startsWith('&') && !before.endsWith('&')) joined.push('\n');
    joined.push(line);
    before = line;
  }
  return joined.join('');
}
