/**
 * What is built: the two programs, the one library both load late, and the host tests.
 * `import('undici')` in the sources becomes a `require` of `undici.cjs` beside the program,
 * so that neither starts with it and both share it.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

import { root } from '../paths.ts';

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  logLevel: 'silent',
  // `import()` becomes a late `require`, which the extension host resolves like any other.
  supported: { 'dynamic-import': false },
};

/** `forRelease` is small, the other has source maps. */
export function programs(forRelease: boolean): readonly BuildOptions[] {
  const kind: BuildOptions = {
    ...common,
    minify: forRelease,
    sourcemap: forRelease ? false : 'linked',
    sourcesContent: false,
  };
  const program = (name: string, more: BuildOptions): BuildOptions => ({
    ...kind,
    entryPoints: [`src/${name}.ts`],
    outfile: `dist/${name}.cjs`,
    plugins: [undiciBeside],
    ...more,
  });
  return [
    program('extension', { external: ['vscode'] }),
    // Its first line, which makes it a command, is kept.
    program('cli', {}),
    undiciBundle(kind),
  ];
}

/** undici's `Client` alone: two thirds of the whole, which has `fetch`, `WebSocket` and caches as well. */
export function undiciBundle(kind: BuildOptions = common): BuildOptions {
  return {
    ...kind,
    stdin: {
      contents: `export { default as Client } from 'undici/lib/dispatcher/client.js';`,
      resolveDir: root,
    },
    outfile: 'dist/undici.cjs',
    banner: { js: `/*!\nundici ${undiciNotice()}*/` },
  };
}

/** Every `test/host/*.host.ts` in one file that exports the `run` which VS Code calls. */
export function hostTests(): BuildOptions {
  return {
    ...common,
    stdin: { contents: hostEntry(), resolveDir: root },
    outfile: 'out/host-tests.cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  };
}

function hostEntry(): string {
  const files = globSync('test/host/**/*.host.ts', { cwd: root }).sort();
  const list = files.map((file) => `[${JSON.stringify(file)}, () => require('./${file}')]`);
  return [
    `import { runSuites } from './test/host/index.ts';`,
    `export const run = () => runSuites([${list.join(', ')}]);`,
  ].join('\n');
}

const undiciBeside: Plugin = {
  name: 'undici-beside',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, ({ kind, importer }) =>
      kind === 'dynamic-import'
        ? { path: './undici.cjs', external: true }
        : { errors: [{ text: `Load undici late, by import('undici'), in ${importer}` }] },
    );
  },
};

/** Version and licence, which has to travel with the copy. */
function undiciNotice(): string {
  const home = join(root, 'node_modules/undici');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  return `${version}\n\n${readFileSync(join(home, 'LICENSE'), 'utf8')}`;
}
