/**
 * The variables that make their value anew, of all clients: where two spell one alike they are told
 * apart by shape. `dynamicVariables.ts` lists them for people.
 */
import { dateValue, timestampValue } from './dynamicDates.ts';
import type { DynamicValue } from './dynamicValue.ts';
import { randomValue, uuid } from './randomValue.ts';
import type { Chance, Surroundings } from './scope.ts';

/** `reference` is what stands between the braces, such as `$randomInt 1 10`. */
export function dynamicValue(
  reference: string,
  around: Pick<Surroundings, 'now' | 'random' | 'projectRoot'>,
): DynamicValue {
  const [name = '', ...words] = reference.split(/\s+/);
  const rest = reference.slice(name.length).trim();
  switch (name) {
    case '$guid':
    case '$uuid':
      return words.length > 0 ? takesNothing(name) : { text: uuid(around) };
    case '$timestamp':
      return timestampValue(rest, around);
    case '$datetime':
    case '$localDatetime':
      return dateValue(name, rest, around);
    case '$isoTimestamp':
      return rest === '' ? dateValue(name, 'iso8601', around) : takesNothing(name);
    case '$date':
      return dateValue(name, rest === '' ? '"YYYY-MM-DD"' : rest, around);
    case '$randomInt':
      return randomInt(words, around);
    case '$projectRoot':
      return folder(name, around.projectRoot, '');
    case '$historyFolder':
      return folder(name, around.projectRoot, '/.idea/httpRequests');
  }
  if (name.startsWith('$random.')) return randomValue(reference, around);
  return { message: `There is no variable \`${name}\` that makes its value` };
}

/** REST Client: from min to max, max not included; JetBrains: without either from 0 to 1,000. */
function randomInt(words: readonly string[], chance: Chance): DynamicValue {
  const [min = 0, max = 1000] = words.map(Number);
  const isWhole = Number.isSafeInteger(min) && Number.isSafeInteger(max);
  if (!isWhole || words.length === 1 || words.length > 2 || min >= max) {
    return { message: '`$randomInt` takes a lower and a higher whole number: `$randomInt 1 10`' };
  }
  return { text: String(min + Math.floor(chance.random() * (max - min))) };
}

/** JetBrains' places; the second is where it keeps old responses. */
function folder(name: string, root: string | null, below: string): DynamicValue {
  if (root !== null) return { text: root + below };
  return { message: `\`${name}\` has no value outside a project` };
}

function takesNothing(name: string): DynamicValue {
  return { message: `\`${name}\` takes no values` };
}
