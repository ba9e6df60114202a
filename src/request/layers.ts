/** Where values come from: each source of variables is a layer, asked in REST Client's order. */
import { isSecretVariable } from './secretNames.ts';

export type Origin =
  | 'command-line'
  | 'prompt'
  | 'request'
  | 'system'
  | 'file'
  | 'environment'
  | 'dotenv'
  | 'process-environment';

/** Where something is defined; `file` is null for the `.http` file itself, `line` counts from 0. */
export type Place = { readonly file: string | null; readonly line: number };

export type Definition = {
  /** As it is written, with its own references. */
  readonly text: string;
  readonly place: Place | null;
  readonly secret: boolean;
  /** Why it can't be used, to follow its name; null when it can. */
  readonly refusal: string | null;
};

export type Layer = {
  readonly origin: Origin;
  /** For messages and hovers, such as `the variables of this file`. */
  readonly label: string;
  readonly get: (name: string) => Definition | undefined;
  readonly names: () => Iterable<string>;
};

/** What `--var` sets. */
export function overrideLayer(values: ReadonlyMap<string, string>): Layer {
  return {
    origin: 'command-line',
    label: '`--var`',
    get: (name) => {
      const text = values.get(name);
      if (text === undefined) return undefined;
      return { text, place: null, secret: isSecretVariable(name), refusal: null };
    },
    names: () => values.keys(),
  };
}
