/** Writes another origin where a request's stands: in its URL, or in the variable that the URL begins with. */
import { hostOf } from '../insight/endpointText.ts';
import type { PlacedBlock } from '../parser/httpFile.ts';
import { variablesOf } from '../parser/variablesOf.ts';
import { placed, type Change, type HttpSource, type Range } from './source.ts';

export type OriginChange = { readonly title: string; readonly change: Change };

/** Null where the origin does not stand in the file in one piece. */
export function originChange(
  { text, file }: HttpSource,
  at: PlacedBlock,
  from: string,
  to: string,
): OriginChange | null {
  const target = at.block.request?.target;
  if (target === undefined) return null;
  const range = placed(at, target.span);
  const written = text.slice(range.start, range.end);
  const literal = rewritten(written, range, from, to);
  if (literal !== null) return { title: `Change to \`${hostText(to)}\``, change: literal };
  const name = /^(?:https?:\/\/)?\{\{\s*([\w.-]+)\s*\}\}/i.exec(written)?.[1];
  const variable = variablesOf(file).findLast((one) => one.variable.name.text === name);
  if (variable === undefined) return null;
  const own = placed(variable, variable.variable.value.span);
  const change = rewritten(text.slice(own.start, own.end), own, from, to);
  // Where the scheme stands before the variable, another scheme can't be written into it.
  const isSchemeApart = /^https?:/i.test(written) && schemeOf(from) !== schemeOf(to);
  if (change === null || isSchemeApart) return null;
  return { title: `Change \`@${name ?? ''}\` to \`${hostText(to)}\``, change };
}

/** The scheme, user information, host and port that a text begins with. */
const start = /^(https?:\/\/)?([^@/?#\s{}]*@)?(\[[^\]]*\]|[^:/?#\s{}]+)(:\d*)?(?=[/?#\s]|$)/i;

function rewritten(written: string, at: Range, from: string, to: string): Change | null {
  const [whole, scheme = '', user = '', host, port = ''] = start.exec(written) ?? [];
  if (whole === undefined || host === undefined) return null;
  const own = `${scheme === '' ? `${schemeOf(from)}://` : scheme}${host}${port}`;
  if (hostOf(own) !== hostOf(from)) return null;
  const newScheme = scheme === '' && schemeOf(from) === schemeOf(to) ? '' : `${schemeOf(to)}://`;
  return {
    start: at.start,
    end: at.start + whole.length,
    text: `${newScheme}${user}${hostOf(to)}`,
  };
}

function schemeOf(origin: string): string {
  return origin.slice(0, origin.indexOf(':'));
}

/** `https://api.test`: without the scheme's own port. */
function hostText(origin: string): string {
  return `${schemeOf(origin)}://${hostOf(origin)}`;
}
