/** Values that a person is asked for: `# @prompt` (REST Client, Kulala) and `{{$input …}}` (httpYac). */
import type { PlacedRequest } from '../parser/httpFile.ts';
import { isSecretVariable } from './secretNames.ts';
import type { Need, PromptNeed } from './needs.ts';

/** Of `# @prompt name what to ask`, by name. */
export function promptsOf({ request }: PlacedRequest): ReadonlyMap<string, PromptNeed> {
  const prompts = new Map<string, PromptNeed>();
  for (const { name: directive, value } of request.directives) {
    if (directive !== 'prompt') continue;
    const [, name = '', text = ''] = /^(\S+)\s*(.*)$/s.exec(value) ?? [];
    if (name !== '') prompts.set(name, prompt(name, { text: text === '' ? name : text }));
  }
  return prompts;
}

/** What is asked for by `# @prompt` first and in the order of its lines, then the rest as it was found. */
export function inOrderOfPrompts(
  needs: readonly Need[],
  prompts: ReadonlyMap<string, PromptNeed>,
): readonly Need[] {
  if (prompts.size === 0) return needs;
  const needed = new Set(needs.map(({ key }) => key));
  return [...[...prompts.values()].filter(({ key }) => needed.has(key)), ...needs];
}

/**
 * `$input label $value: default`, `$password …`, `$pick label $value: a,b`, each with `-askonce`;
 * null for anything else.
 */
export function inputNeed(reference: string): PromptNeed | null {
  const match = /^\$(input|password|pick)(-askonce)?(?:\s+(.*?))?(?:\s*\$value:\s*(.*))?$/s.exec(
    reference,
  );
  if (match === null) return null;
  const [, kind = '', once, label = '', value] = match;
  const name = label.trim() === '' ? kind : label.trim();
  const isPick = kind === 'pick';
  return prompt(name, {
    once: once !== undefined,
    secret: kind === 'password' || isSecretVariable(name),
    choices: isPick ? choicesOf(value ?? '') : null,
    initial: isPick ? null : (value?.trim() ?? null),
  });
}

function prompt(name: string, facts: Partial<PromptNeed>): PromptNeed {
  return {
    kind: 'prompt',
    key: `prompt ${name}`,
    name,
    text: name,
    secret: isSecretVariable(name),
    choices: null,
    initial: null,
    once: false,
    ...facts,
  };
}

function choicesOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
}
