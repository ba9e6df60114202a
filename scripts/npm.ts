/** Packages in folders of their own, by the machine's npm. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Makes `folder` anew with one package in it, unless it was completed before in this version.
 * `finish` does what is left to do; only after it does the folder count as complete.
 */
export function installOnce(
  folder: string,
  name: string,
  version: string,
  options: { readonly scripts: boolean; readonly finish?: () => void },
): void {
  const stamp = join(folder, 'complete');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  console.log(`Installing ${name} ${version} into .vscode-test`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Without a package.json here, npm would install into the repository above.
  const manifest = { name: basename(folder), private: true, allowScripts: { [name]: true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const scripts = options.scripts ? [] : ['--ignore-scripts'];
  npm(folder, 'install', ...scripts, `${name}@${version}`);
  options.finish?.();
  writeFileSync(stamp, version);
}

/** Its output is shown only when it fails: as a thrown Error. */
export function npm(folder: string, ...command: readonly string[]): void {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error, stdout, stderr } = spawnSync('npm', [...command, ...quiet], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw new Error(`npm could not be started: ${error.message}`);
  if (status === 0) return;
  throw new Error(`npm ${command.join(' ')} failed in ${folder}\n${stdout}${stderr}`);
}
