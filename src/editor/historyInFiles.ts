/** The history as two files for each exchange, where the host has no SQLite. */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import type { Headline } from '../insight/historyHeadline.ts';
import type { HistoryItem, HistoryStore } from './historyStore.ts';

type HeadFile = { readonly headline: Headline; readonly exchange: string };

/** `folder` is made with the first exchange. */
export function openFiles(folder: string): HistoryStore {
  const headPath = (id: number): string => join(folder, `${String(id)}.json`);
  const bodyPath = (id: number): string => join(folder, `${String(id)}.body`);
  let lastId = 0;

  async function ids(): Promise<readonly number[]> {
    const names = await fs.readdir(folder).catch(() => []);
    const found = names
      .filter((name) => /^\d+\.json$/.test(name))
      .map((name) => parseInt(name, 10));
    return found.toSorted((a, b) => b - a);
  }

  async function head(id: number): Promise<HeadFile | null> {
    try {
      return JSON.parse(await fs.readFile(headPath(id), 'utf8')) as HeadFile;
    } catch {
      // Half written, or gone meanwhile.
      return null;
    }
  }

  async function remove(id: number): Promise<void> {
    await Promise.all([headPath(id), bodyPath(id)].map((path) => fs.rm(path, { force: true })));
  }

  return {
    kind: 'files',
    remove,
    async add(headline, { exchange, body }) {
      await fs.mkdir(folder, { recursive: true });
      const id = Math.max(lastId, (await ids())[0] ?? 0) + 1;
      lastId = id;
      // The head comes last: an exchange with a head is whole.
      await fs.writeFile(bodyPath(id), body);
      await fs.writeFile(headPath(id), JSON.stringify({ headline, exchange } satisfies HeadFile));
    },
    async list() {
      const items = await Promise.all(
        (await ids()).map(async (id): Promise<HistoryItem | null> => {
          const found = await head(id);
          return found === null ? null : { id, headline: found.headline };
        }),
      );
      return items.filter((item) => item !== null);
    },
    async read(id) {
      const found = await head(id);
      const body = await fs.readFile(bodyPath(id)).catch(() => null);
      return found === null || body === null ? null : { exchange: found.exchange, body };
    },
    async trim(max) {
      await Promise.all((await ids()).slice(max).map(remove));
    },
    close: () => Promise.resolve(),
  };
}
