/**
 * Reads the environment files of one `.http` file: of each kind the nearest one, from its folder
 * up to the root of its workspace. What is private wins over what is shared with others.
 */
import { readDotenv } from './dotenvFile.ts';
import {
  environmentOf,
  type DotenvSource,
  type Environment,
  type EnvironmentSource,
} from './environment.ts';
import {
  readEnvironmentJson,
  type EnvironmentValues,
  type FileProblem,
} from './environmentJson.ts';
import { nearestFile, type FileAccess, type FileContent } from './fileAccess.ts';
import { fileText } from './fileText.ts';

/** Environments of the surface's settings, such as REST Client's. */
export type SettingsEnvironments = { readonly label: string; readonly values: EnvironmentValues };

/** The user's own first: it wins. */
const files = [
  { name: 'http-client.env.json.user', isSecret: true },
  { name: 'http-client.private.env.json', isSecret: true },
  { name: 'http-client.env.json', isSecret: false },
] as const;

/** Every file name that is looked for, as globs, to be told of changes. */
export const environmentFileGlobs = [...files.map(({ name }) => name), '.env', '.env.*'] as const;

export async function loadEnvironment(
  access: FileAccess,
  chosen: readonly string[],
  settings: readonly SettingsEnvironments[] = [],
): Promise<Environment> {
  const problems: FileProblem[] = [];
  const sources: EnvironmentSource[] = [];
  for (const { name, isSecret } of files) {
    const found = textOf(await nearestFile(access, name), problems);
    if (found === null) continue;
    const read = readEnvironmentJson(found.text, found.place);
    problems.push(...read.problems);
    sources.push({ label: name, file: found.place, isSecret, values: read.values });
  }
  for (const { label, values } of settings) {
    sources.push({ label, file: null, isSecret: false, values });
  }
  const dotenv = await loadDotenv(access, chosen, problems);
  return environmentOf(sources, dotenv, chosen, problems);
}

/** REST Client: the nearest folder that has one; `.env.dev` wins over its neighbour `.env`. */
async function loadDotenv(
  access: FileAccess,
  chosen: readonly string[],
  problems: FileProblem[],
): Promise<readonly DotenvSource[]> {
  const names = chosen.filter((name) => !/[\\/]/.test(name)).map((name) => `.env.${name}`);
  for (const folder of access.folders) {
    const sources: DotenvSource[] = [];
    for (const name of [...names.toReversed(), '.env']) {
      const found = textOf(await access.read(folder, name), problems);
      if (found === null) continue;
      const read = readDotenv(found.text, found.place);
      problems.push(...read.problems);
      sources.push({ file: found.place, label: name, values: read.values });
    }
    if (sources.length > 0) return sources;
  }
  return [];
}

type FileText = { readonly place: string; readonly text: string };

function textOf(content: FileContent, problems: FileProblem[]): FileText | null {
  // `.env` is the name of many a folder as well.
  if (content.kind === 'missing' || content.kind === 'folder') return null;
  const { place } = content;
  if (content.kind === 'long') {
    const message = 'This file is longer than 1 MB, which is too long for variables';
    problems.push({ file: place, line: 0, column: 0, message });
    return null;
  }
  if (content.kind === 'unreadable') {
    problems.push({ file: place, line: 0, column: 0, message: content.message });
    return null;
  }
  const text = fileText(content.bytes);
  if (text !== null) return { place, text };
  const message = 'This is not text in UTF-8. Save it as UTF-8';
  problems.push({ file: place, line: 0, column: 0, message });
  return null;
}
