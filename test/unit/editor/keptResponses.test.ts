import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/client/exchange.ts';
import { contentOf, createKeptResponses } from '../../../src/editor/keptResponses.ts';
import { exchange, hop } from '../insight/exchanges.ts';

const document = { languageId: 'json', text: '{}', head: '', bodyStart: 0, notes: [] };

/** Of one request, one after the other. */
function sending(number: number): Exchange {
  return exchange([hop()], { startedAt: number });
}

test('the newest twenty are kept, and of one that is forgotten nothing is', () => {
  const kept = createKeptResponses(() => new Set());
  const [first, second, ...others] = Array.from({ length: 22 }, (_, index) => sending(index));
  assert.ok(first && second);
  const one = kept.keep(first);
  one.contents.set('body', Promise.resolve(document));
  one.remark = 'from the history';
  const two = kept.keep(second);
  for (const other of others) kept.keep(other);
  assert.deepEqual([kept.at(one.number), kept.at(two.number)], [null, null]);
  const again = kept.keep(first);
  assert.deepEqual([again.contents.size, again.remark], [0, null]);
});

test('what is kept is known again with all that is known of it, and goes to the end of the queue', () => {
  const kept = createKeptResponses(() => new Set());
  const [first, second, ...others] = Array.from({ length: 21 }, (_, index) => sending(index));
  assert.ok(first && second);
  const one = kept.keep(first);
  const two = kept.keep(second);
  assert.equal(kept.keep(first), one);
  for (const other of others) kept.keep(other);
  assert.deepEqual([kept.at(one.number), kept.at(two.number)], [one, null]);
});

test('those that stand in a tab are kept beside the others', () => {
  const open = new Set<string>();
  const kept = createKeptResponses(() => open);
  const one = kept.keep(sending(0));
  open.add(one.number);
  for (let number = 1; number < 30; number++) kept.keep(sending(number));
  assert.equal(kept.at(one.number), one);
  open.clear();
  kept.keep(sending(30));
  assert.equal(kept.at(one.number), null);
});

test('one that came under a number keeps it, and no other gets it', () => {
  const kept = createKeptResponses(() => new Set());
  const number = kept.next();
  const other = kept.keep(sending(0));
  const came = sending(1);
  assert.equal(kept.keep(came, number).number, number);
  assert.equal(kept.keep(came).number, number);
  assert.notEqual(other.number, number);
  assert.equal(kept.previousOf(came), other);
  assert.equal(kept.previousOf(other.exchange), null);
});

test('one that was shown under another number before the one it came under is found under both', () => {
  const kept = createKeptResponses(() => new Set());
  const number = kept.next();
  const came = sending(0);
  const shown = kept.keep(came);
  assert.equal(kept.keep(came, number), shown);
  assert.notEqual(shown.number, number);
  assert.deepEqual([kept.at(shown.number), kept.at(number)], [shown, shown]);
  assert.equal(kept.previousOf(came), null);
});

test('what could not be made says why, and is made when somebody asks again', async () => {
  const one = createKeptResponses(() => new Set()).keep(sending(0));
  const failing = () => Promise.reject(new Error('Its file is gone. Send its request again'));
  const { text, languageId } = await contentOf(one, 'body', failing);
  assert.deepEqual([text, languageId], ['Its file is gone. Send its request again', 'plaintext']);
  const making = () => Promise.resolve(document);
  assert.equal(await contentOf(one, 'body', making), document);
  assert.equal(await contentOf(one, 'body', failing), document);
});
