import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceOf } from '../../../src/cli/askInTerminal.ts';

test('y and n answer a question, and nothing else is guessed', () => {
  const yesNo = ['yes', 'no'];
  const answers = ['yes', 'y', 'Y', ' Yes ', 'n', 'No', 'NO'].map((each) => choiceOf(each, yesNo));
  assert.deepEqual(answers, ['yes', 'yes', 'yes', 'yes', 'no', 'no', 'no']);
  for (const word of ['', ' ', 'ye', 'x', 'yess']) assert.equal(choiceOf(word, yesNo), null, word);
  assert.equal(choiceOf('p', ['prod', 'dev']), null);
  assert.equal(choiceOf('prod', ['prod', 'dev']), 'prod');
});
