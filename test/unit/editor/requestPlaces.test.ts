import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  movePlaces,
  type LineChange,
  type RequestPlace,
} from '../../../src/editor/requestPlaces.ts';

const text = 'GET a\n\n###\nGET b\n\n###\nGET c\n';

test('places move with what is inserted and removed before them', () => {
  assert.deepEqual(after([change(0, 0, '# note\n')]), ['a 7', 'b 18', 'c 29']);
  assert.deepEqual(after([change(6, 1, '')]), ['a 0', 'b 10', 'c 21']);
  assert.deepEqual(after([change(text.length, 0, 'more')]), ['a 0', 'b 11', 'c 22']);
});

test('a request that is rewritten in its line keeps its place', () => {
  assert.deepEqual(after([change(11, 3, 'POST')]), ['a 0', 'b 11', 'c 23']);
  assert.deepEqual(after([change(15, 1, 'bb')]), ['a 0', 'b 11', 'c 23']);
});

test('the place of a request that is removed goes, and the next one does not get it', () => {
  assert.deepEqual(after([change(0, 11, '')]), ['b 0', 'c 11', 'gone a']);
  assert.deepEqual(after([change(6, 11, '')]), ['a 0', 'c 11', 'gone b']);
  assert.deepEqual(after([change(0, text.length, 'new\n')]), ['gone a', 'gone b', 'gone c']);
});

test('changes that are told together count in the text before them', () => {
  const changes = [change(22, 0, '# c\n'), change(11, 0, '# b\n'), change(0, 0, '# a\n')];
  assert.deepEqual(after(changes), ['a 4', 'b 19', 'c 34']);
});

function after(changes: readonly LineChange[]): readonly string[] {
  const places: readonly RequestPlace<string>[] = ['a', 'b', 'c'].map((own) => ({
    start: text.indexOf(`GET ${own}`),
    own,
  }));
  const { kept, gone } = movePlaces(places, changes);
  return [
    ...kept.map(({ own, start }) => `${own} ${String(start)}`),
    ...gone.map(({ own }) => `gone ${own}`),
  ];
}

function change(rangeOffset: number, rangeLength: number, replacement: string): LineChange {
  const isSingleLine = !text.slice(rangeOffset, rangeOffset + rangeLength).includes('\n');
  return { rangeOffset, rangeLength, text: replacement, range: { isSingleLine } };
}
