/** JSON in a body, with `{{references}}` and lines that are comments in it. */

/** Whether the text is JSON once its references have values; `contentType` is '' without one. */
export function isJsonBody(text: string, contentType: string): boolean {
  const type = contentType.toLowerCase();
  if (type !== '' && !/^[^;]*[/+]json\s*(?:;|$)/.test(type)) return false;
  if (!/^\s*(?:\{(?!\{)|\[)/.test(text)) return false;
  return isJson(withoutReferences(withoutComments(text)));
}

/**
 * The text with its lines indented by how deep they stand. Every token stays, and stays on its
 * line; what is on one line therefore stays as it is. Only for text that is a JSON body.
 */
export function reindented(text: string, indent: string): string {
  let depth = 0;
  const lines = text.split(/(\r\n|\r|\n)/);
  const written = lines.map((line, index) => {
    if (index % 2 === 1) return line;
    const content = line.replace(/^[ \t]+|[ \t]+$/g, '');
    if (/^(?:\/\/|#)/.test(content)) return `${indent.repeat(depth)}${content}`;
    const { opened, closedFirst, closed } = brackets(content);
    const own = Math.max(0, depth - closedFirst);
    depth = Math.max(0, depth + opened - closed);
    return content === '' ? '' : `${indent.repeat(Math.min(own, maxDepth))}${content}`;
  });
  return written.join('');
}

/** Deeper than anybody reads it stops. */
const maxDepth = 100;

type Brackets = { readonly opened: number; readonly closed: number; readonly closedFirst: number };

/** `closedFirst` counts those that close at the start of the line. */
function brackets(line: string): Brackets {
  const bare = withoutReferences(line).replace(/"(?:[^"\\]|\\.)*"/g, '0');
  const closers = /^[\]}\s,]*/.exec(bare)?.[0] ?? '';
  return {
    opened: bare.match(/[[{]/g)?.length ?? 0,
    closed: bare.match(/[\]}]/g)?.length ?? 0,
    closedFirst: closers.match(/[\]}]/g)?.length ?? 0,
  };
}

/** A number in the place of each: whole where a reference is one, and harmless in a string. */
function withoutReferences(text: string): string {
  return text.includes('{{') ? text.replace(/\{\{[^{}\r\n"]*\}\}/g, '0') : text;
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*(?:\/\/|#).*$/gm, '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
