/**
 * What VS Code writes its logs with is a native module that is not built here: this stands in for it, so that
 * the lines of an output channel are there to be looked at. `--import` loads it into the server, and the server
 * hands that on to each of its extension hosts.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname } from 'node:path';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@vscode/spdlog'
      ? { url: import.meta.url, format: 'module', shortCircuit: true }
      : next(specifier, context),
});

/** As spdlog counts and calls them; 6 is none. */
const levels = { trace: 0, debug: 1, info: 2, warn: 3, error: 4, critical: 5 };
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

export function setFlushOn() {}

/** Its file does not rotate: it lives as long as a test. */
export function createAsyncRotatingLogger(_name, file) {
  mkdirSync(dirname(file), { recursive: true });
  let least = levels.info;
  let isPlain = false;
  const write = (level) => (message) => {
    if (level < least) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, 23);
    appendFileSync(file, isPlain ? message : `${time} [${names[level]}] ${message}\n`);
  };
  return {
    ...Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, write(level)])),
    getLevel: () => least,
    setLevel(level) {
      least = level;
    },
    setPattern() {},
    clearFormatters() {
      isPlain = true;
    },
    flush() {},
    drop() {},
  };
}
