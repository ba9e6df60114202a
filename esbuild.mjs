/** `node esbuild.mjs [--release] [--watch]`: see `scripts/build/bundles.ts` for what is built. */
import { context, formatMessages } from 'esbuild';

import { hostTests, programs } from './scripts/build/bundles.ts';

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => flag !== '--release' && flag !== '--watch');
if (unknown !== undefined) {
  console.error(`esbuild.mjs has no option ${unknown}. Use --release or --watch`);
  process.exit(2);
}
const forRelease = flags.includes('--release');
const watching = flags.includes('--watch');

const bundles = [...programs(forRelease), ...(forRelease ? [] : hostTests())];
const contexts = await Promise.all(
  bundles.map((bundle) => context({ ...bundle, plugins: [...(bundle.plugins ?? []), reporter()] })),
);

if (watching) {
  await Promise.all(contexts.map((one) => one.watch()));
} else {
  const results = await Promise.allSettled(contexts.map((one) => one.rebuild()));
  await Promise.all(contexts.map((one) => one.dispose()));
  if (results.some((result) => result.status === 'rejected')) process.exitCode = 1;
}

/** Tells errors and, while watching, the lines that the problem matcher of `.vscode/tasks.json` looks for. */
function reporter() {
  return {
    name: 'reporter',
    setup(build) {
      const { outfile } = build.initialOptions;
      build.onStart(() => {
        if (watching) console.log(`[watch] build started: ${outfile}`);
      });
      build.onEnd(async ({ errors, warnings }) => {
        for (const [kind, messages] of Object.entries({ error: errors, warning: warnings })) {
          const lines = await formatMessages(messages, { kind, color: process.stderr.isTTY });
          for (const line of lines) console.error(line);
        }
        if (watching) console.log(`[watch] build finished: ${outfile}`);
      });
    },
  };
}
