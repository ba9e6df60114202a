/** `npm run lint [-- --fix]`: ESLint, then prettier. Both always run, so that one run tells everything. */
import { runScript } from './testing/command.ts';

const fix = process.argv.includes('--fix');

const isClean = runScript(
  'node_modules/eslint/bin/eslint.js',
  '.',
  '--max-warnings=0',
  ...(fix ? ['--fix'] : []),
);
const isFormatted = runScript(
  'node_modules/prettier/bin/prettier.cjs',
  fix ? '--write' : '--check',
  '--log-level=warn',
  '--cache',
  '.',
);
if (!isClean || !isFormatted) process.exitCode = 1;
