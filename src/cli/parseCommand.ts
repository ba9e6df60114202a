import { parse } from '../parser/parse.ts';
import { parsedFileJson } from '../parser/parsedFileJson.ts';
import { readText } from './readText.ts';
import type { Terminal } from './terminal.ts';

/** Prints what the file says; problems in it are part of the answer, not a failure. */
export async function parseCommand(path: string, terminal: Terminal): Promise<number> {
  const content = await readText(path);
  if (content.kind === 'unreadable') {
    terminal.stderr.write(`keepalive: ${path}: ${content.message}\n`);
    return 2;
  }
  const json = parsedFileJson(parse(content.text), content.text);
  terminal.stdout.write(`${JSON.stringify(json)}\n`);
  return json.problems.some(({ code }) => code === 'binary-file') ? 2 : 0;
}
