/** What a name between braces stands for, before its own references are expanded. */
import { dynamicValue } from './dynamic.ts';
import { jsonPathFault } from './jsonPathFault.ts';
import type { Definition, Layer, Origin } from './layers.ts';
import { isSecretVariable } from './secretNames.ts';
import type { Need } from './needs.ts';
import { inputNeed } from './promptNeeds.ts';
import { explicitQuery, shortQuery, type RequestQuery } from './requestQuery.ts';
import type { Scope } from './scope.ts';

/** Undefined for a name that nobody defines. */
export type Found =
  | (Definition & {
      readonly kind: 'text';
      readonly origin: Origin;
      readonly label: string;
      /** Whether the text may hold references: what came from outside the project may not. */
      readonly expands: boolean;
    })
  | { readonly kind: 'need'; readonly need: Need; readonly origin: Origin }
  | {
      readonly kind: 'fault';
      readonly message: string;
      readonly origin: Origin;
      /** Whether another request's failure is why. */
      readonly failed?: true;
    }
  | undefined;

export function lookUp(name: string, scope: Scope): Found {
  if (name.startsWith('$')) return systemValue(name, scope);
  return (
    fromLayers(name, scope.layers, 'command-line') ??
    fromPrompt(name, scope) ??
    fromRequest(explicitQuery(name), scope) ??
    fromLayers(name, scope.layers) ??
    fromRequest(shortQuery(name, scope.requests), scope)
  );
}

function fromLayers(name: string, layers: readonly Layer[], only?: Origin): Found {
  for (const { origin, label, get } of layers) {
    if (only !== undefined && origin !== only) continue;
    const definition = get(name);
    if (definition === undefined) continue;
    if (definition.refusal !== null) {
      return { kind: 'fault', message: `\`${name}\` ${definition.refusal}`, origin };
    }
    return { kind: 'text', ...definition, origin, label, expands: true };
  }
  return undefined;
}

function fromPrompt(name: string, scope: Scope): Found {
  const need = scope.prompts.get(name);
  return need === undefined ? undefined : answered(need, 'prompt', need.secret, scope);
}

function fromRequest(query: RequestQuery | null, scope: Scope): Found {
  if (query === null) return undefined;
  const { written, request } = query;
  if (!scope.requests.has(request)) {
    const message = `No request of this file is named \`${request}\`: add \`# @name ${request}\` to one`;
    return { kind: 'fault', message, origin: 'request' };
  }
  const wrong = pathFault(query);
  if (wrong !== null) {
    return { kind: 'fault', message: `\`${written}\`: ${wrong}`, origin: 'request' };
  }
  const need: Need = { kind: 'response', key: `response ${written}`, query };
  return answered(need, 'request', isSecretVariable(written), scope);
}

/** What begins with `$` is no XPath, whatever the body turns out to be. */
function pathFault({ part }: RequestQuery): string | null {
  if (part.kind !== 'query' || part.language === 'xml') return null;
  const isJson = part.language === 'json' || part.expression.startsWith('$');
  return isJson ? jsonPathFault(part.expression) : null;
}

function systemValue(reference: string, scope: Scope): Found {
  const input = inputNeed(reference);
  if (input !== null) {
    // `--var` may answer what nobody is there to be asked.
    const given = fromLayers(input.name, scope.layers, 'command-line');
    return given ?? answered(input, 'prompt', input.secret, scope);
  }
  const [, word = '', name = ''] = /^(\$\w+)(?:[\s.]+(\S.*))?$/s.exec(reference) ?? [];
  const { environment, processVariable, untrusted } = scope.around;
  switch (word) {
    case '$shared':
      return fromLayers(name, environment.shared) ?? missing(reference, '`$shared`');
    case '$dotenv': {
      if (untrusted) return unread(reference);
      const real = realName(name, scope);
      return fromLayers(real, environment.dotenv) ?? missing(real, dotenvPlaces(scope));
    }
    case '$env':
    case '$processEnv': {
      if (untrusted) return unread(reference);
      const real = realName(name, scope);
      const text = processVariable(real);
      return text === undefined
        ? missing(real, 'the environment of the process')
        : literal(text, 'process-environment', isSecretVariable(real));
    }
  }
  const value = dynamicValue(reference, scope.around);
  return 'text' in value
    ? literal(value.text, 'system', false)
    : { kind: 'fault', message: value.message, origin: 'system' };
}

/** `%NAME`: a variable of that name says how the real one is called. */
function realName(name: string, scope: Scope): string {
  if (!name.startsWith('%')) return name.trim();
  const found = fromLayers(name.slice(1).trim(), scope.layers);
  return found?.kind === 'text' ? found.text.trim() : name.slice(1).trim();
}

function answered(need: Need, origin: Origin, secret: boolean, scope: Scope): Found {
  const answer = scope.answers.get(need.key);
  if (answer === undefined || 'bytes' in answer || 'streamed' in answer)
    return { kind: 'need', need, origin };
  if ('message' in answer) return { kind: 'fault', ...answer, origin };
  return literal(answer.text, origin, secret);
}

/** A value that is what it is, braces and all. */
function literal(text: string, origin: Origin, secret: boolean): Found {
  const label = labels[origin] ?? '';
  const facts = { place: null, refusal: null, expands: false };
  return { kind: 'text', text, origin, label, secret, ...facts };
}

const labels: Partial<Readonly<Record<Origin, string>>> = {
  prompt: 'asked for when it is sent',
  request: 'another request',
  system: 'made anew at each use',
  'process-environment': 'the environment of the process',
};

function dotenvPlaces({ around }: Scope): string {
  const labels = around.environment.dotenv.map(({ label }) => label);
  return labels.length === 0
    ? '.env, which was found in no folder from here up'
    : labels.join(' or ');
}

function missing(name: string, where: string): Found {
  return { kind: 'fault', message: `\`${name}\` has no value in ${where}`, origin: 'system' };
}

function unread(reference: string): Found {
  const message = `\`${reference}\` is not read in a workspace that is not trusted`;
  return { kind: 'fault', message, origin: 'system' };
}
