/** `npm run lint [-- --fix]`: ESLint and prettier. Both always run, so that one run tells everything. */
import { startScript } from './testing/command.ts';

const fix = process.argv.includes('--fix');

const lint = () =>
  startScript(
    'node_modules/eslint/bin/eslint.js',
    '.',
    '--max-warnings=0',
    ...(fix ? ['--fix'] : []),
  );
const format = () =>
  startScript(
    'node_modules/prettier/bin/prettier.cjs',
    fix ? '--write' : '--check',
    '--log-level=warn',
    '--cache',
    '.',
  );

// Both write into the same files when they mend them.
const results = fix ? [await lint(), await format()] : await Promise.all([lint(), format()]);
if (results.includes(false)) process.exitCode = 1;
