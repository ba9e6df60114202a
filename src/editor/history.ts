/**
 * Every exchange of the workspace, kept across reloads: masked before it is written, bounded, and
 * opened with the first exchange. What can't be kept is a line in the log and nothing worse.
 */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Exchange } from '../client/exchange.ts';
import { bytes } from '../insight/bytes.ts';
import { headlineOf } from '../insight/historyHeadline.ts';
import { exchangeOfRecord, historyRecord, type HistoryRecord } from '../insight/historyRecord.ts';
import { openFiles } from './historyInFiles.ts';
import { openSqlite } from './historyInSqlite.ts';
import type { HistoryItem, HistoryStore } from './historyStore.ts';
import type { Output } from './output.ts';
import type { Settings } from './settings.ts';

export type Remembered = {
  readonly exchange: Exchange;
  /** What is not as it was, for people. */
  readonly remark: string;
};

export type History = {
  /** Written when there is a moment. */
  add(exchange: Exchange): void;
  /** The newest first. */
  list(): Promise<readonly HistoryItem[]>;
  read(id: number): Promise<Remembered | null>;
  /** The newest that went before this one and is of the same request; null where none is kept. */
  previousOf(exchange: Exchange): Promise<Remembered | null>;
  remove(id: number): Promise<void>;
  clear(): Promise<void>;
  /** Resolves when everything is written. */
  dispose(): Promise<void>;
};

/** How long an exchange may wait to be written: others may be under way. */
const patienceMs = 100;

/** Without a workspace there is no place of its own. */
export function historyFolder(context: vscode.ExtensionContext): vscode.Uri {
  return context.storageUri ?? vscode.Uri.joinPath(context.globalStorageUri, 'no-workspace');
}

export function createHistory(folder: vscode.Uri, settings: Settings, output: Output): History {
  let opened: Promise<HistoryStore> | null = null;
  let waiting: Exchange[] = [];
  let timer: NodeJS.Timeout | null = null;
  /** One batch after the other; what is read, cleared or closed comes after all of them. */
  let written: Promise<void> = Promise.resolve();

  const store = (): Promise<HistoryStore> => (opened ??= openStore(folder.fsPath, output));

  /** Null, and a line in the log, where the store does not do it. */
  async function attempt<Value>(
    work: (store: HistoryStore) => Promise<Value>,
  ): Promise<Value | null> {
    try {
      return await work(await store());
    } catch (error) {
      output.warn(`History: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  /** Without its body where that can't be read any more: how long it was is kept. */
  function recordOf(exchange: Exchange): HistoryRecord {
    try {
      return historyRecord(exchange);
    } catch (error) {
      output.warn(`History: ${error instanceof Error ? error.message : String(error)}`);
      const body = { length: exchange.body.length, bytes: () => new Uint8Array() };
      return historyRecord({ ...exchange, body });
    }
  }

  function write(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    return (written = written.then(writeDue));
  }

  async function writeDue(): Promise<void> {
    const due = waiting;
    waiting = [];
    if (due.length === 0) return;
    const limit = settings.historyLimit();
    await attempt(async (open) => {
      for (const exchange of due.slice(-limit)) {
        await open.add(headlineOf(exchange), recordOf(exchange));
      }
      await open.trim(limit);
    });
  }

  async function list(): Promise<readonly HistoryItem[]> {
    await write();
    return (await attempt((open) => open.list())) ?? [];
  }

  async function read(id: number): Promise<Remembered | null> {
    const record = await attempt((open) => open.read(id));
    const found = record === null ? null : exchangeOfRecord(record);
    if (found === null) return null;
    const { exchange, bodyBytes } = found;
    const isCut = exchange.body.length < bodyBytes;
    const remark = isCut
      ? vscode.l10n.t(
          'From the history: secrets are stars, and of {0} the beginning is kept',
          bytes(bodyBytes),
        )
      : vscode.l10n.t('From the history: secrets are stars');
    return { exchange, remark };
  }

  return {
    add(exchange) {
      if (settings.historyLimit() === 0) return;
      waiting.push(exchange);
      timer ??= setTimeout(() => void write(), patienceMs);
    },
    list,
    read,
    async previousOf(exchange) {
      const { request, startedAt } = headlineOf(exchange);
      const before = (await list()).find(
        ({ headline }) => headline.request === request && headline.startedAt < startedAt,
      );
      return before === undefined ? null : read(before.id);
    },
    async remove(id) {
      await attempt((open) => open.remove(id));
    },
    async clear() {
      waiting = [];
      await write();
      await attempt((open) => open.trim(0));
    },
    async dispose() {
      await write();
      if (opened !== null) await attempt((open) => open.close());
    },
  };
}

async function openStore(folder: string, output: Output): Promise<HistoryStore> {
  await fs.mkdir(folder, { recursive: true });
  const path = join(folder, 'history.sqlite');
  const files = (): HistoryStore => openFiles(join(folder, 'history'));
  try {
    return openSqlite(path) ?? files();
  } catch (error) {
    output.warn(`${path} can't be used and is put aside: ${String(error)}`);
  }
  try {
    await fs.rename(path, `${path}.broken`);
    return openSqlite(path) ?? files();
  } catch {
    return files();
  }
}
