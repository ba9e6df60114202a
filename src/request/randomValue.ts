/** `$random.…` of JetBrains and httpYac: numbers, letters, and names out of small tables. */
import type { DynamicValue } from './dynamicValue.ts';
import { fakeValues } from './fakeValues.ts';
import type { Chance } from './scope.ts';

export function randomValue(reference: string, chance: Chance): DynamicValue {
  const [, name = '', list = ''] = /^\$random\.([\w.]+)(?:\(([^()]*)\))?$/s.exec(reference) ?? [];
  const values = list.split(',').map((value) => value.trim());
  const numbers = list.trim() === '' ? [] : values.map(Number);
  switch (name) {
    case 'uuid':
      return { text: uuid(chance) };
    case 'integer':
      return number(name, numbers, chance, Math.floor);
    case 'float':
      return number(name, numbers, chance, (value) => value);
    case 'alphabetic':
      return letters(name, numbers, chance, alphabet);
    case 'alphanumeric':
      return letters(name, numbers, chance, `${alphabet}0123456789_`);
    case 'hexadecimal':
      return letters(name, numbers, chance, '0123456789abcdef');
  }
  const made = fakeValues.get(name)?.((items) => pick(items, chance));
  if (made !== undefined) return { text: made };
  return { message: `There is no \`${reference}\`: there are ${known.join(', ')} and others` };
}

/** RFC 9562, version 4. */
export function uuid(chance: Chance): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(chance.random() * 16);
    return (place === 'x' ? digit : (digit & 3) | 8).toString(16);
  });
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const known = ['integer', 'float', 'alphabetic', 'alphanumeric', 'hexadecimal', 'email', 'uuid'];
const longest = 100_000;

/** From the first to the second, which is not included; from 0 to 1,000 without them. */
function number(
  name: string,
  limits: readonly number[],
  { random }: Chance,
  round: (value: number) => number,
): DynamicValue {
  const [from = 0, to = 1000] = limits;
  const isRange = Number.isFinite(from) && Number.isFinite(to) && from < to;
  if (!isRange || limits.length === 1 || limits.length > 2) {
    const message = `\`$random.${name}\` takes a lower and a higher number: \`$random.${name}(1, 10)\``;
    return { message };
  }
  return { text: String(round(from + random() * (to - from))) };
}

function letters(
  name: string,
  lengths: readonly number[],
  chance: Chance,
  from: string,
): DynamicValue {
  const [length = 10] = lengths;
  if (!Number.isInteger(length) || length < 1 || length > longest || lengths.length > 1) {
    return { message: `\`$random.${name}\` takes a length: \`$random.${name}(10)\`` };
  }
  return {
    text: Array.from({ length }, () => from.charAt(Math.floor(chance.random() * from.length))).join(
      '',
    ),
  };
}

function pick(items: readonly string[], { random }: Chance): string {
  return items[Math.floor(random() * items.length)] ?? '';
}
