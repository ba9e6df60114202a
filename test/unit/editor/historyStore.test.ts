/** Both stores do the same, and keep what they have when they are opened again. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openFiles } from '../../../src/editor/historyInFiles.ts';
import { openSqlite } from '../../../src/editor/historyInSqlite.ts';
import type { HistoryStore } from '../../../src/editor/historyStore.ts';
import { headlineOf } from '../../../src/insight/historyHeadline.ts';
import { exchangeOfRecord, historyRecord } from '../../../src/insight/historyRecord.ts';
import { exchange, hop } from '../insight/exchanges.ts';

const root = await mkdtemp(join(tmpdir(), 'keepalive-history-'));
after(() => rm(root, { recursive: true }));

const kinds: Readonly<Record<string, (place: string) => HistoryStore>> = {
  files: (place) => openFiles(join(root, place)),
  sqlite(place) {
    const store = openSqlite(join(root, `${place}.sqlite`));
    assert.ok(store, 'the Node of the tests has SQLite');
    return store;
  },
};

function add(store: HistoryStore, name: string): Promise<void> {
  const body = Uint8Array.of(0, 255, ...new TextEncoder().encode(name));
  const given = exchange([hop()], { body, source: { file: 'a.http', name, title: null, line: 1 } });
  return store.add(headlineOf(given), historyRecord(given));
}

async function titles(store: HistoryStore): Promise<readonly string[]> {
  return (await store.list()).map(({ headline }) => headline.title);
}

for (const [kind, open] of Object.entries(kinds)) {
  test(`${kind}: what was added is listed, read, and there again after a restart`, async () => {
    const store = open('kept');
    assert.equal(store.kind, kind);
    assert.deepEqual(await store.list(), []);
    for (const name of ['one', 'two', 'three']) await add(store, name);
    await store.close();
    const again = open('kept');
    assert.deepEqual(await titles(again), ['three', 'two', 'one']);
    const [, two] = await again.list();
    const record = await again.read(two?.id ?? 0);
    const back = record === null ? null : exchangeOfRecord(record);
    assert.ok(back);
    assert.equal(back.exchange.source.name, 'two');
    assert.deepEqual([...back.exchange.body.bytes()], [0, 255, ...Buffer.from('two')]);
    assert.equal(await again.read(4711), null);
    await again.close();
  });

  test(`${kind}: the oldest are dropped, one can be removed, and none is left after clearing`, async () => {
    const store = open('trimmed');
    for (const name of ['one', 'two', 'three', 'four']) await add(store, name);
    await store.trim(3);
    assert.deepEqual(await titles(store), ['four', 'three', 'two']);
    const [, three] = await store.list();
    await store.remove(three?.id ?? 0);
    assert.deepEqual(await titles(store), ['four', 'two']);
    await store.trim(0);
    assert.deepEqual(await titles(store), []);
    await add(store, 'five');
    assert.deepEqual(await titles(store), ['five']);
    await store.close();
  });
}

test('files: what is half written is left out', async () => {
  const store = openFiles(join(root, 'half'));
  await add(store, 'whole');
  await writeFile(join(root, 'half', '9.json'), '{"headline":');
  assert.deepEqual(await titles(store), ['whole']);
  await add(store, 'next');
  assert.deepEqual(await titles(store), ['next', 'whole']);
  await store.trim(0);
  assert.deepEqual(await readdir(join(root, 'half')), []);
});

test('sqlite: a file that is none is refused', async () => {
  const path = join(root, 'broken.sqlite');
  await writeFile(path, 'not a database'.repeat(1000));
  assert.throws(() => openSqlite(path), /not a database/);
});
