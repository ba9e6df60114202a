/** What can stand between braces without a definition, for completion and help. */
import { fakeValues } from './fakeValues.ts';

export type DynamicVariable = {
  /** As it is written, such as `$randomInt 1 10`. */
  readonly example: string;
  readonly description: string;
};

export const dynamicVariables: readonly DynamicVariable[] = [
  { example: '$guid', description: 'A random UUID' },
  { example: '$uuid', description: 'A random UUID' },
  { example: '$timestamp', description: 'Seconds since 1970; `$timestamp -1 d` moves it' },
  { example: '$isoTimestamp', description: 'Now, in ISO 8601 and UTC' },
  {
    example: '$datetime iso8601',
    description: 'Now in UTC: `rfc1123`, `iso8601` or a pattern in quotes, Day.js or .NET',
  },
  { example: '$localDatetime iso8601', description: 'As `$datetime`, in the local time zone' },
  { example: '$date', description: 'Today in UTC, as `2026-01-31`' },
  { example: '$randomInt 0 1000', description: 'A whole number; the second limit is not included' },
  { example: '$random.integer(0, 1000)', description: 'A whole number' },
  { example: '$random.float(0, 1)', description: 'A number' },
  { example: '$random.alphabetic(10)', description: 'Letters' },
  { example: '$random.alphanumeric(10)', description: 'Letters, digits and _' },
  { example: '$random.hexadecimal(10)', description: 'Hexadecimal digits' },
  { example: '$random.uuid', description: 'A random UUID' },
  {
    example: '$processEnv NAME',
    description: 'A variable of the process; `%NAME` names it by another',
  },
  { example: '$env.NAME', description: 'A variable of the process' },
  { example: '$dotenv NAME', description: 'A value of the nearest .env' },
  { example: '$shared name', description: 'A variable of the environment `$shared`' },
  { example: '$projectRoot', description: 'The folder of the project' },
  { example: '$historyFolder', description: 'The folder in which JetBrains keeps responses' },
  { example: '$input name', description: 'Asks for a value; `$input-askonce` remembers it' },
  { example: '$password name', description: 'Asks for a secret value' },
  { example: '$pick name $value: a,b', description: 'Asks for one of several' },
  ...[...fakeValues.keys()].map((name) => ({
    example: `$random.${name}`,
    description: 'Made up, out of a small table',
  })),
];
