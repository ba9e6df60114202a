/**
 * Puts values in the place of references.
 * A reference without a value is a fault and stays as it is, for the request is not sent then.
 */
import { dynamicValue } from './dynamic.ts';
import type { Reference } from './references.ts';
import { referencesIn } from './references.ts';
import type { Scope } from './scope.ts';

export type FaultCode = 'unresolved-variable' | 'variable-cycle' | 'variable-too-large';

export type Fault = {
  readonly code: FaultCode;
  readonly message: string;
  readonly reference: Reference;
};

export type Expanded = { readonly text: string; readonly faults: readonly Fault[] };

/** What one request has met so far: within it `@id = {{$guid}}` is one id wherever it is used. */
export type Values = { readonly scope: Scope; readonly known: Map<string, Value> };

type Value = { readonly text: string } | { readonly code: FaultCode; readonly message: string };

/** Deeper nesting, or a longer value, is a mistake rather than a request. */
const maxDepth = 100;
const maxLength = 50_000_000;

export function valuesOf(scope: Scope): Values {
  return { scope, known: new Map() };
}

export function expand(text: string, values: Values): Expanded {
  if (!text.includes('{{')) return { text: unescapeBraces(text), faults: none };
  return expandWithin(text, values, []);
}

const none: readonly never[] = [];

function expandWithin(text: string, values: Values, chain: readonly string[]): Expanded {
  const faults: Fault[] = [];
  const pieces: string[] = [];
  let length = 0;
  let at = 0;
  for (const reference of referencesIn(text)) {
    const value = valueOf(reference.name, values, chain);
    if (!('text' in value)) {
      faults.push({ ...value, reference });
      continue;
    }
    length += value.text.length;
    if (length > maxLength) {
      faults.push({ ...tooLarge(reference.name), reference });
      break;
    }
    pieces.push(unescapeBraces(text.slice(at, reference.start)), value.text);
    at = reference.end;
  }
  pieces.push(unescapeBraces(text.slice(at)));
  return { text: pieces.join(''), faults };
}

function valueOf(name: string, values: Values, chain: readonly string[]): Value {
  const { scope, known } = values;
  if (name.startsWith('$')) {
    const value = dynamicValue(name, scope);
    return 'text' in value ? value : { code: 'unresolved-variable', message: value.message };
  }
  const before = known.get(name);
  if (before !== undefined) return before;
  if (chain.includes(name) || chain.length >= maxDepth) return cycle(name, chain);
  const written = scope.lookup(name);
  if (written === undefined) return unresolved(name, scope);
  const { text, faults } = expandWithin(written, values, [...chain, name]);
  const [fault] = faults;
  const value = fault === undefined ? { text } : { code: fault.code, message: fault.message };
  known.set(name, value);
  return value;
}

function cycle(name: string, chain: readonly string[]): Value {
  const start = chain.indexOf(name);
  const message =
    start < 0
      ? `The variable \`${chain[0] ?? name}\` refers to others more than ${maxDepth} deep`
      : `The variable \`${name}\` refers to itself: ${[...chain.slice(start), name].join(' → ')}`;
  return { code: 'variable-cycle', message };
}

function tooLarge(name: string): { code: FaultCode; message: string } {
  const message = `The value of \`${name}\` is too large: more than ${maxLength / 1_000_000} million characters`;
  return { code: 'variable-too-large', message };
}

function unresolved(name: string, scope: Scope): Value {
  const isResponse = /\.(?:response|request)\./.test(name);
  const message = isResponse
    ? `\`${name}\` reads another request's exchange, which is not supported yet`
    : `The variable \`${name}\` has no value in ${scope.places.join(' or ')}: add \`@${name} = value\``;
  return { code: 'unresolved-variable', message };
}

/** httpYac: `\{\{x\}\}` stands for `{{x}}`. */
function unescapeBraces(text: string): string {
  if (!text.includes('\\{\\{') || !text.includes('\\}\\}')) return text;
  return text.replaceAll('\\{\\{', '{{').replaceAll('\\}\\}', '}}');
}
