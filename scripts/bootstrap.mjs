/**
 * `node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]` runs SCRIPT on the Node of `node_modules`,
 * whatever Node the machine has, after `npm ci` where `node_modules` is not what the lock file asks for.
 * This file alone must run on an old Node with nothing installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');

if (process.argv.length < 3) fail('Usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]');
if (!isInstalled()) install();
run(process.argv.slice(2));

/** Whether every package that the lock file asks for is there in that version. */
function isInstalled() {
  const installed = packagesOf(join(modules, '.package-lock.json'));
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (installed === null || wanted === null) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional === true || installed[path]?.version === entry.version,
  );
}

/** The `packages` of a lock file; null when there is none, or when npm was interrupted in writing it. */
function packagesOf(lockFile) {
  if (!existsSync(lockFile)) return null;
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

function install() {
  console.log('Installing packages (npm ci)');
  // Warnings that a package wants a newer Node are beside the point: it will run on that of node_modules.
  const command = 'npm ci --loglevel=error --no-audit --no-fund';
  const { status, error } = spawnSync(command, { cwd: root, stdio: 'inherit', shell: true });
  if (error) fail(`npm could not be started: ${error.message}. Is npm on the PATH?`);
  if (status !== 0) fail('npm ci failed: see above', status ?? 1);
}

function run(command) {
  const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    fail(
      'node_modules/node has no binary: allow its install script, remove node_modules, try again',
    );
  }
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  // In a group of its own, so that whatever it starts can be ended together with it.
  const isGroup = process.platform !== 'win32';
  const child = spawn(node, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
    detached: isGroup,
  });
  const end = (signal) => {
    try {
      process.kill(isGroup ? -child.pid : child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  // When npm is killed, nobody is told.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || end('SIGTERM'), 500);
  child.on('exit', (code, signal) => {
    end('SIGTERM');
    process.exit(signal === null ? code : 1);
  });
}

function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}
