/** The variables of the chosen environments, of `$shared` and of `.env`: data, read by `environmentFiles.ts`. */
import type { DotenvValue } from './dotenvFile.ts';
import type { EnvironmentValue, EnvironmentValues, FileProblem } from './environmentJson.ts';
import type { Definition, Layer } from './layers.ts';
import { isSecretVariable } from './secretNames.ts';
import { pathSteps, valueAt, valueText } from './valuePath.ts';

export type Environment = {
  /** Those whose variables count; of several the last one wins. */
  readonly chosen: readonly string[];
  /** Those there are to choose from. */
  readonly names: readonly string[];
  /** Chosen, but defined nowhere. */
  readonly unknown: readonly string[];
  /** Asked in this order. */
  readonly layers: readonly Layer[];
  /** `{{$shared name}}`. */
  readonly shared: readonly Layer[];
  /** `{{$dotenv NAME}}`. */
  readonly dotenv: readonly Layer[];
  readonly problems: readonly FileProblem[];
};

export const noEnvironment: Environment = {
  chosen: [],
  names: [],
  unknown: [],
  layers: [],
  shared: [],
  dotenv: [],
  problems: [],
};

/** Environments of one file, or of a setting; the first source wins. */
export type EnvironmentSource = {
  readonly label: string;
  /** Null where no file holds them. */
  readonly file: string | null;
  /** Whether all of its values are: those of private files. */
  readonly isSecret: boolean;
  readonly values: EnvironmentValues;
};

export type DotenvSource = {
  readonly file: string;
  readonly label: string;
  readonly values: ReadonlyMap<string, DotenvValue>;
};

export function environmentOf(
  sources: readonly EnvironmentSource[],
  dotenv: readonly DotenvSource[],
  chosen: readonly string[],
  problems: readonly FileProblem[],
): Environment {
  const all = new Set(sources.flatMap(({ values }) => [...values.keys()]));
  const shared = layersOf(sources, ['$shared', '$kulalaShared']);
  const active = chosen.length === 0 ? ['$default'] : chosen.toReversed();
  const dotenvLayers = dotenv.map(dotenvLayer);
  return {
    chosen,
    names: [...all].filter((name) => !name.startsWith('$')),
    unknown: chosen.filter(
      (name) => !all.has(name) && !dotenv.some(({ label }) => label === `.env.${name}`),
    ),
    layers: [...active.flatMap((name) => layersOf(sources, [name])), ...shared, ...dotenvLayers],
    shared,
    dotenv: dotenvLayers,
    problems,
  };
}

function layersOf(sources: readonly EnvironmentSource[], names: readonly string[]): Layer[] {
  return names.flatMap((name) => sources.flatMap((source) => environmentLayer(source, name)));
}

function environmentLayer(source: EnvironmentSource, environment: string): readonly Layer[] {
  const variables = source.values.get(environment);
  if (variables === undefined) return [];
  const define = (name: string, { line }: EnvironmentValue, value: unknown): Definition => ({
    text: valueText(value),
    place: source.file === null ? null : { file: source.file, line },
    secret: source.isSecret || isSecretVariable(name),
    refusal: refusalOf(value),
  });
  return [
    {
      origin: 'environment',
      label: `environment \`${environment}\` of ${source.label}`,
      get: (name) => {
        const variable = variables.get(name);
        if (variable !== undefined) return define(name, variable, variable.value);
        return within(name, variables, define);
      },
      names: () => variables.keys(),
    },
  ];
}

/** `user.name` and `ids[0]`, where `user` and `ids` are variables. */
function within(
  name: string,
  variables: ReadonlyMap<string, EnvironmentValue>,
  define: (name: string, variable: EnvironmentValue, value: unknown) => Definition,
): Definition | undefined {
  const end = name.search(/[.[]/);
  const variable = end < 1 ? undefined : variables.get(name.slice(0, end));
  const steps = variable === undefined ? null : pathSteps(name.slice(end));
  if (variable === undefined || steps === null) return undefined;
  const value = valueAt(variable.value, steps);
  return value === undefined ? undefined : define(name, variable, value);
}

/** Visual Studio keeps some secrets elsewhere and writes down where. */
function refusalOf(value: unknown): string | null {
  const provider = valueAt(value, ['provider']);
  if (typeof provider !== 'string' || valueAt(value, ['secretName']) === undefined) return null;
  return `is kept in ${provider}, which is not supported: put it into http-client.private.env.json`;
}

function dotenvLayer({ file, label, values }: DotenvSource): Layer {
  return {
    origin: 'dotenv',
    label,
    get: (name) => {
      const value = values.get(name);
      if (value === undefined) return undefined;
      const place = { file, line: value.line };
      return { text: value.text, place, secret: true, refusal: null };
    },
    names: () => values.keys(),
  };
}
