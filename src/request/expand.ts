/**
 * Puts values in the place of references.
 * A reference without a value is a fault and stays as it is, for the request is not sent then.
 */
import { variableCycleWords } from './cycles.ts';
import { lookUp } from './lookup.ts';
import type { Need } from './needs.ts';
import { referencesIn, type Reference } from './references.ts';
import type { Scope } from './scope.ts';

export type FaultCode =
  'unresolved-variable' | 'reference-failed' | 'variable-cycle' | 'variable-too-large';

export type Fault = {
  readonly code: FaultCode;
  readonly message: string;
  readonly reference: Reference;
};

export type Expanded = { readonly text: string; readonly faults: readonly Fault[] };

/** What one request has met so far: within it `@id = {{$guid}}` is one id wherever it is used. */
export type Values = {
  readonly scope: Scope;
  readonly known: Map<string, Value>;
  /** What has to be found out first, each time it is met; its reference stays in the text. */
  readonly needs: Need[];
  /** Values to be hidden wherever the request is shown. */
  readonly secrets: Set<string>;
};

type Value =
  | { readonly text: string }
  | { readonly code: FaultCode; readonly message: string }
  | { readonly needs: readonly Need[] };

/** Deeper nesting, or a longer value, is a mistake rather than a request. */
const maxDepth = 100;
const maxLength = 50_000_000;

export function valuesOf(scope: Scope): Values {
  return { scope, known: new Map(), needs: [], secrets: new Set() };
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
    if ('needs' in value) {
      values.needs.push(...value.needs);
      continue;
    }
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
  const before = values.known.get(name);
  if (before !== undefined) return before;
  if (name.startsWith('%')) return percentEncoded(name.slice(1).trim(), values, chain);
  if (chain.includes(name) || chain.length >= maxDepth) return cycle(name, chain);
  const value = foundValue(name, values, chain);
  // Each `{{$guid}}` is another one.
  if (!name.startsWith('$')) values.known.set(name, value);
  return value;
}

function foundValue(name: string, values: Values, chain: readonly string[]): Value {
  const found = lookUp(name, values.scope);
  if (found === undefined) return unresolved(name, values.scope);
  if (found.kind === 'need') return { needs: [found.need] };
  if (found.kind === 'fault') {
    const code = found.failed === true ? 'reference-failed' : 'unresolved-variable';
    return { code, message: found.message };
  }
  const value = found.expands ? expandedValue(found.text, values, [...chain, name]) : found;
  if (found.secret && 'text' in value) values.secrets.add(value.text);
  return value;
}

function expandedValue(written: string, values: Values, chain: readonly string[]): Value {
  const before = values.needs.length;
  const { text, faults } = expandWithin(written, values, chain);
  const [fault] = faults;
  if (fault !== undefined) return { code: fault.code, message: fault.message };
  const needs = values.needs.slice(before);
  return needs.length > 0 ? { needs } : { text };
}

/** REST Client's `{{%name}}`. */
function percentEncoded(name: string, values: Values, chain: readonly string[]): Value {
  const value = valueOf(name, values, chain);
  return 'text' in value ? { text: encodeURIComponent(value.text.toWellFormed()) } : value;
}

function cycle(name: string, chain: readonly string[]): Value {
  const start = chain.indexOf(name);
  const message =
    start < 0
      ? `The variable \`${chain[0] ?? name}\` refers to others more than ${maxDepth} deep`
      : variableCycleWords([...chain.slice(start), name]);
  return { code: 'variable-cycle', message };
}

function tooLarge(name: string): { code: FaultCode; message: string } {
  const message = `The value of \`${name}\` is too large: more than ${maxLength / 1_000_000} million characters`;
  return { code: 'variable-too-large', message };
}

function unresolved(name: string, { layers, around }: Scope): Value {
  const places = [...new Set(layers.map(({ label }) => label))];
  const { chosen, names } = around.environment;
  const hint =
    chosen.length === 0 && names.length > 0
      ? `, or choose an environment: ${names.slice(0, 10).join(', ')}`
      : '';
  const message = `The variable \`${name}\` has no value in ${listed(places)}: add \`@${name} = value\`${hint}`;
  return { code: 'unresolved-variable', message };
}

function listed(places: readonly string[]): string {
  const last = places.at(-1) ?? '';
  return places.length < 2 ? last : `${places.slice(0, -1).join(', ')} or ${last}`;
}

/** httpYac: `\{\{x\}\}` stands for `{{x}}`. */
function unescapeBraces(text: string): string {
  if (!text.includes('\\{\\{') || !text.includes('\\}\\}')) return text;
  return text.replaceAll('\\{\\{', '{{').replaceAll('\\}\\}', '}}');
}
