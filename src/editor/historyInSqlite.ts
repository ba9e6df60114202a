/** The history in one SQLite file, by the SQLite that newer hosts bring with them. */
import type * as sqlite from 'node:sqlite';
import type { Headline } from '../insight/historyHeadline.ts';
import type { HistoryRecord } from '../insight/historyRecord.ts';
import type { HistoryStore } from './historyStore.ts';

/** Null where the host has no SQLite. Throws where the file is none. */
export function openSqlite(path: string): HistoryStore | null {
  // Asked for by name: an import would fail to load where there is none.
  const module = process.getBuiltinModule('node:sqlite') as typeof sqlite | undefined;
  if (module === undefined) return null;
  const database = new module.DatabaseSync(path);
  try {
    return storeIn(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function storeIn(database: sqlite.DatabaseSync): HistoryStore {
  // Another window may have the file open; what is dropped is to be gone from the disk.
  database.exec(`
    PRAGMA busy_timeout = 500;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS exchanges (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      headline TEXT NOT NULL,
      exchange TEXT NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
  `);
  const add = database.prepare('INSERT INTO exchanges (headline, exchange, body) VALUES (?, ?, ?)');
  const list = database.prepare('SELECT id, headline FROM exchanges ORDER BY id DESC');
  const read = database.prepare('SELECT exchange, body FROM exchanges WHERE id = ?');
  const remove = database.prepare('DELETE FROM exchanges WHERE id = ?');
  const trim = database.prepare(
    'DELETE FROM exchanges WHERE id NOT IN (SELECT id FROM exchanges ORDER BY id DESC LIMIT ?)',
  );
  return promised({
    add: (headline, { exchange, body }) => void add.run(JSON.stringify(headline), exchange, body),
    list: () =>
      (list.all() as { id: number; headline: string }[]).map(({ id, headline }) => {
        return { id, headline: JSON.parse(headline) as Headline };
      }),
    read: (id) => (read.get(id) as HistoryRecord | undefined) ?? null,
    remove: (id) => void remove.run(id),
    trim: (max) => void trim.run(max),
    close: () => {
      database.close();
    },
  });
}

type AtOnce = {
  readonly [Name in Exclude<keyof HistoryStore, 'kind'>]: (
    ...args: Parameters<HistoryStore[Name]>
  ) => Awaited<ReturnType<HistoryStore[Name]>>;
};

/** Each call waits for a free moment: no phase of what is being sent is to be longer for it. */
function promised(store: AtOnce): HistoryStore {
  const later = async <Value>(work: () => Value): Promise<Value> => {
    await new Promise((resolve) => setImmediate(resolve));
    return work();
  };
  return {
    kind: 'sqlite',
    add: (headline, record) => later(() => store.add(headline, record)),
    list: () => later(store.list),
    read: (id) => later(() => store.read(id)),
    remove: (id) => later(() => store.remove(id)),
    trim: (max) => later(() => store.trim(max)),
    close: () => later(store.close),
  };
}
