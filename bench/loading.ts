/** How long `extension.cjs` takes to load, and undici after it, as the extension host loads them: by `require`. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { out } from './build.ts';
import { median, round } from './processCost.ts';

const loadEach = `
  const times = {};
  for (const path of process.argv.slice(1)) {
    const startedAt = performance.now();
    require(path);
    times[path] = performance.now() - startedAt;
  }
  console.log(JSON.stringify(times));
`;

export function benchLoading(rounds: number): object[] {
  const paths = ['extension.cjs', 'undici.cjs'].map((name) => join(out, name));
  const runs = Array.from({ length: rounds }, () => {
    const said = execFileSync(process.execPath, ['-e', loadEach, ...paths], { encoding: 'utf8' });
    return JSON.parse(said) as Record<string, number>;
  });
  return paths.map((path) => {
    const times = runs.map((run) => run[path] ?? NaN);
    return {
      file: path.slice(out.length + 1),
      'load ms': round(median(times), 1),
      'min–max': `${Math.min(...times).toFixed(1)}–${Math.max(...times).toFixed(1)}`,
      KB: Math.round(statSync(path).size / 1000),
    };
  });
}
