/** The variables that make their value: `$guid`, `$uuid`, `$timestamp`, `$randomInt`. */
import type { Chance } from './scope.ts';

/** The value; a sentence in `message` where there is none. */
export type DynamicValue = { readonly text: string } | { readonly message: string };

/** `reference` is what stands between the braces, such as `$randomInt 1 10`. */
export function dynamicValue(reference: string, chance: Chance): DynamicValue {
  const [name = '', ...words] = reference.split(/\s+/);
  if (name === '$guid' || name === '$uuid' || name === '$random.uuid') {
    return words.length > 0 ? takesNothing(name) : { text: uuid(chance) };
  }
  if (name === '$timestamp') return timestamp(words, chance);
  if (name === '$randomInt') return randomInt(words, chance);
  return { message: `\`${name}\` is not supported yet` };
}

/** Seconds since 1970, moved by REST Client's `-1 d`. */
function timestamp(words: readonly string[], chance: Chance): DynamicValue {
  const nowSeconds = Math.floor(chance.now() / 1000);
  if (words.length === 0) return { text: String(nowSeconds) };
  const [amount = '', unit = ''] = words;
  const unitMs = unitsMs.get(unit);
  if (words.length !== 2 || !/^[+-]?\d{1,12}$/.test(amount) || unitMs === undefined) {
    const message =
      '`$timestamp` takes a number and a unit of w, d, h, m, s or ms, such as `$timestamp -1 d`';
    return { message };
  }
  return { text: String(Math.floor((chance.now() + Number(amount) * unitMs) / 1000)) };
}

const unitsMs = new Map([
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
]);

/** REST Client: from min to max, max not included; JetBrains: without either from 0 to 1,000. */
function randomInt(words: readonly string[], chance: Chance): DynamicValue {
  const [min = 0, max = 1000] = words.map(Number);
  const isWhole = Number.isSafeInteger(min) && Number.isSafeInteger(max);
  if (!isWhole || words.length === 1 || words.length > 2 || min >= max) {
    return { message: '`$randomInt` takes a lower and a higher whole number: `$randomInt 1 10`' };
  }
  return { text: String(min + Math.floor(chance.random() * (max - min))) };
}

function takesNothing(name: string): DynamicValue {
  return { message: `\`${name}\` takes no values` };
}

/** RFC 9562, version 4. */
function uuid(chance: Chance): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(chance.random() * 16);
    return (place === 'x' ? digit : (digit & 3) | 8).toString(16);
  });
}
