/** What the value of a setting may be: anything can be written into one, whatever the manifest says. */

export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

export function isCount(value: unknown): value is number {
  return isAmount(value) && Number.isInteger(value);
}

export function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Each of them says something. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => isText(each) && each !== '');
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isOneOf<const Word extends string>(
  words: readonly Word[],
): (value: unknown) => value is Word {
  const known: readonly unknown[] = words;
  return (value): value is Word => known.includes(value);
}
