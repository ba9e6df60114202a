/** httpYac's parser on the same text: `node parsingHttpyac.mjs FOLDER REQUESTS`, once and then timed. */
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { requestFile } from './requestFile.ts';

const [, , folder, size] = process.argv;
const { io, store } = createRequire(path.join(folder, 'package.json'))('httpyac');
const noFile = () => Promise.resolve(false);
Object.assign(io.fileProvider, {
  isAbsolute: (name) => Promise.resolve(path.isAbsolute(name)),
  dirname: (name) => path.dirname(name),
  joinPath: (name, ...rest) => path.join(name, ...rest),
  hasExtension: () => false,
  exists: noFile,
  readFile: () => Promise.resolve(''),
  readBuffer: () => Promise.resolve(Buffer.alloc(0)),
  readdir: () => Promise.resolve([]),
  fsPath: (name) => name,
  toString: (name) => name,
});

const requests = Number(size);
const text = requestFile(requests);
const MB = text.length / 1e6;
const read = () =>
  new store.HttpFileStore().parse('/bench/a.http', text, { workingDir: '/bench', config: {} });

function heapUsed() {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const before = heapUsed();
const file = await read();
const bytes = heapUsed() - before;
const found = file.httpRegions.filter(({ request }) => request).length;
if (found !== requests) throw new Error(`${found} requests of ${requests} found`);
const times = [];
for (let index = 0; index < (requests > 1000 ? 1 : 3); index++) {
  const startedAt = performance.now();
  await read();
  times.push(performance.now() - startedAt);
}
times.sort((a, b) => a - b);
const round = (value) => Math.round(value * 100) / 100;
const ms = times[times.length >> 1];
console.log(
  JSON.stringify([
    {
      parser: 'httpyac',
      requests,
      MB: round(MB),
      ms: round(ms),
      'MB/s': round(MB / (ms / 1000)),
      'fastest MB/s': round(MB / (times[0] / 1000)),
      'bytes kept a request': Math.round(bytes / requests),
    },
  ]),
);
