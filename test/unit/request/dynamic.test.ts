import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dynamicValue } from '../../../src/request/dynamic.ts';
import { dynamicVariables } from '../../../src/request/dynamicVariables.ts';
import { still } from './resolving.ts';

const around = { ...still, projectRoot: '/project' };

/** 2023-11-14T22:13:20.500Z, a chance of one half. */
function check(reference: string, expected: string): void {
  test(`${reference} is ${expected}`, () => {
    assert.deepEqual(dynamicValue(reference, around), { text: expected });
  });
}

check('$timestamp', '1700000000');
check('$timestamp 1 y', '1731622400');
check('$timestamp -1 Q', '1692051200');
check('$isoTimestamp', '2023-11-14T22:13:20.500Z');
check('$datetime', '2023-11-14T22:13:20.500Z');
check('$datetime iso8601', '2023-11-14T22:13:20.500Z');
check('$datetime rfc1123', 'Tue, 14 Nov 2023 22:13:20 GMT');
check('$datetime rfc1123 1 d', 'Wed, 15 Nov 2023 22:13:20 GMT');
check('$datetime "DD-MM-YYYY"', '14-11-2023');
check("$datetime 'YYYY-MM-DD HH:mm' -1 M", '2023-10-14 22:13');
check('$datetime "dd-MM-yyyy"', '14-11-2023');
check('$datetime "yyyy-MM-ddTHH:mm:ss.fffZ" 2 h', '2023-11-15T00:13:20.500Z');
check('$datetime "h:mm tt"', '10:13 PM');
check('$datetime "dddd"', 'Tuesday');
check('$datetime "yyyy \'year\'"', '2023 year');
check('$datetime "Q [of] YYYY"', '4 of 2023');
check('$date', '2023-11-14');
check('$randomInt 1 3', '2');
check('$random.integer(10, 20)', '15');
check('$random.integer', '500');
check('$random.float(0, 1)', '0.5');
check('$random.alphabetic(4)', 'aaaa');
check('$random.hexadecimal(3)', '888');
check('$random.uuid', '88888888-8888-4888-8888-888888888888');
check('$random.email', 'grace.lovelace55@example.net');
check('$random.name.firstName', 'Grace');
check('$projectRoot', '/project');
check('$historyFolder', '/project/.idea/httpRequests');

function refuses(reference: string, message: RegExp): void {
  test(`${reference} is refused`, () => {
    const value = dynamicValue(reference, { ...around, projectRoot: null });
    assert.ok('message' in value);
    assert.match(value.message, message);
  });
}

refuses('$datetime soon', /in quotes/);
refuses('$datetime iso8601 1', /in quotes/);
refuses('$datetime iso8601 1 x', /y, Q, M, w/);
refuses('$datetime iso8601 999999999999 y', /in quotes/);
refuses('$random.integer(5, 1)', /lower and a higher/);
refuses('$random.alphabetic(0)', /takes a length/);
refuses('$random.alphabetic(100000000)', /takes a length/);
refuses('$random.nonsense', /There is no/);
refuses('$projectRoot', /outside a project/);
refuses('$isoTimestamp 5', /takes no values/);

test('local time is that of the machine', () => {
  const value = dynamicValue('$localDatetime iso8601', around);
  assert.ok('text' in value);
  assert.equal(Date.parse(value.text), 1_700_000_000_500);
  assert.match(value.text, /[+-]\d\d:\d\d$/);
});

test('whatever is listed for people can be used as it is listed', () => {
  const asked = /^\$(?:processEnv|env|dotenv|shared|input|password|pick)\b/;
  const made = dynamicVariables.filter(({ example }) => !asked.test(example));
  assert.ok(made.length > 40);
  for (const { example } of made) {
    const value = dynamicValue(example, around);
    assert.ok('text' in value && value.text !== '', example);
  }
});
