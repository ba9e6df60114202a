/** What an editor tells of a variable: its value, where it comes from, and who may see it. */
import { expand, valuesOf } from './expand.ts';
import type { Origin, Place } from './layers.ts';
import { isSecretVariable } from './secretNames.ts';
import { lookUp } from './lookup.ts';
import type { Scope } from './scope.ts';

export type Explanation = {
  /** Null where it can't be known now, or has none. Not to be shown where `secret`. */
  readonly value: string | null;
  /** Null for a name that nobody defines. */
  readonly origin: Origin | null;
  /** Where it comes from in words, or why there is no value. */
  readonly label: string;
  readonly place: Place | null;
  /** Whether the value is a secret, or holds one. */
  readonly secret: boolean;
};

/** `name` is what stands between the braces. Use `requestScope` where a request is meant. */
export function explainVariable(name: string, scope: Scope): Explanation {
  const values = valuesOf(scope);
  const { text, faults } = expand(`{{${name}}}`, values);
  const [fault] = faults;
  const value = fault === undefined && values.needs.length === 0 ? text : null;
  const found = lookUp(name.replace(/^%/, '').trim(), scope);
  const isSecret = values.secrets.size > 0;
  if (found?.kind === 'text') {
    const { origin, label, place, secret } = found;
    return { value, origin, label: fault?.message ?? label, place, secret: secret || isSecret };
  }
  const label =
    found?.kind === 'need'
      ? found.origin === 'prompt'
        ? 'asked for when it is sent'
        : 'known once the other request has been sent'
      : (fault?.message ?? '');
  const origin = found?.origin ?? null;
  return { value: null, origin, label, place: null, secret: isSecretVariable(name) };
}

export type VariableName = { readonly name: string; readonly origin: Origin };

/** Every name that has a value here, each once, by the source that wins; `$`-variables left out. */
export function variableNames(scope: Scope): readonly VariableName[] {
  const names = new Map<string, Origin>();
  const add = (all: Iterable<string>, origin: Origin): void => {
    for (const name of all) if (!names.has(name)) names.set(name, origin);
  };
  const [first] = scope.layers;
  if (first?.origin === 'command-line') add(first.names(), 'command-line');
  add(scope.prompts.keys(), 'prompt');
  for (const { names: all, origin } of scope.layers) add(all(), origin);
  return [...names].map(([name, origin]) => ({ name, origin }));
}
