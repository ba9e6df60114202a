/**
 * What is built: the two programs, what both load late, and the host tests.
 * `import('undici')` in the sources becomes a `require` of `undici.cjs` beside the program,
 * so that neither starts with it and both share it; the same for the others of `lateLibraries`,
 * and for the room that opens sockets, which comes with the first send.
 */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

import { root } from '../paths.ts';

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  // What is written in modules can be bundled in part, and jsonc-parser's other form not at all.
  mainFields: ['module', 'main'],
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
    plugins: [librariesBeside],
    ...more,
  });
  return [
    program('extension', { external: ['vscode'] }),
    // Its first line, which makes it a command, is kept.
    program('cli', {}),
    program('transport', { entryPoints: [`src/transport/openConnection.ts`] }),
    undiciBundle(kind),
    ...lateLibraries.map((library) => libraryBundle(library, kind)),
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
    banner: { js: `/*!\nundici ${notice('undici')}*/` },
  };
}

/** Every `*.host.ts` of a folder in one file that exports a `run`: VS Code calls it, or the driver in Restricted Mode. */
export function hostTests(): readonly BuildOptions[] {
  return [testBundle('host'), testBundle('restricted')];
}

function testBundle(folder: string): BuildOptions {
  return {
    ...common,
    stdin: { contents: hostEntry(folder), resolveDir: root },
    outfile: `out/${folder}-tests.cjs`,
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  };
}

function hostEntry(folder: string): string {
  const files = globSync(`test/${folder}/**/*.host.ts`, { cwd: root }).sort();
  const list = files.map((file) => `[${JSON.stringify(file)}, () => require('./${file}')]`);
  return [
    `import { runSuites } from './test/host/index.ts';`,
    `export const run = () => runSuites([${list.join(', ')}]);`,
  ].join('\n');
}

type LateLibrary = {
  /** As it is imported. */
  readonly name: string;
  /** Beside the program. */
  readonly file: string;
  /** What of it is used. */
  readonly exported: string;
};

/** Few files need them, and they are larger than all the rest. */
const lateLibraries: readonly LateLibrary[] = [
  { name: 'jsonpath-plus', file: 'jsonpath.cjs', exported: 'JSONPath' },
  { name: 'xpath', file: 'xpath.cjs', exported: 'select' },
  { name: '@xmldom/xmldom', file: 'xmldom.cjs', exported: 'DOMParser' },
  { name: 'iconv-lite', file: 'iconv.cjs', exported: 'decode, encodingExists' },
  { name: 'aws4', file: 'aws.cjs', exported: 'sign' },
  { name: 'tough-cookie', file: 'cookies.cjs', exported: 'Cookie, CookieJar, MemoryCookieStore' },
];

function libraryBundle({ name, file, exported }: LateLibrary, kind: BuildOptions): BuildOptions {
  return {
    ...kind,
    stdin: { contents: `export { ${exported} } from '${name}';`, resolveDir: root },
    outfile: `dist/${file}`,
    banner: { js: `/*!\n${name} ${notice(name)}*/` },
  };
}

const librariesBeside: Plugin = {
  name: 'libraries-beside',
  setup(build) {
    build.onResolve({ filter: /\/transport\/openConnection\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './transport.cjs', external: true } : null,
    );
    for (const { name, file } of [{ name: 'undici', file: 'undici.cjs' }, ...lateLibraries]) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind, importer }) =>
        kind === 'dynamic-import'
          ? { path: `./${file}`, external: true }
          : { errors: [{ text: `Load ${name} late, by import('${name}'), in ${importer}` }] },
      );
    }
  },
};

/** Version and licence, which has to travel with the copy. */
function notice(name: string): string {
  const home = join(root, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  const licence = readdirSync(home).find((file) => /^licen[cs]e/i.test(file));
  const text = licence === undefined ? 'MIT' : readFileSync(join(home, licence), 'utf8');
  return `${version}\n\n${text}`;
}
