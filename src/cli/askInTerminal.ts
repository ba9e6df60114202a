/** Asks for the values of prompts, where somebody is there to answer. */
import { Writable } from 'node:stream';
import type { Answer, PromptNeed } from '../request/needs.ts';
import { printable } from '../insight/printable.ts';
import { createInTurn } from '../run/inTurn.ts';

/** Null when the person would not say; a message where nobody can be asked. */
export type Ask = (need: PromptNeed) => Promise<Answer | null>;

/** `-askonce` is remembered for the run. */
export function createAsk(process: NodeJS.Process, stop: AbortSignal): Ask {
  const remembered = new Map<string, Answer>();
  // Two questions at once would both take the line that is typed for one.
  const inTurn = createInTurn();
  return (need) =>
    inTurn(async () => {
      const known = remembered.get(need.key);
      if (known !== undefined) return known;
      const answer = await ask(need, process, stop);
      if (need.once && answer !== null) remembered.set(need.key, answer);
      return answer;
    });
}

async function ask(
  need: PromptNeed,
  process: NodeJS.Process,
  stop: AbortSignal,
): Promise<Answer | null> {
  const { stdin, stderr } = process;
  const { name, text, choices, initial, secret } = need;
  if (!stdin.isTTY || !stderr.isTTY) {
    if (initial !== null) return { text: initial };
    return { message: `Nobody is there to be asked for \`${name}\`: give \`--var '${name}=…'\`` };
  }
  const among = choices === null ? '' : ` (${choices.join(', ')})`;
  const otherwise = initial === null || initial === '' ? '' : ` [${secret ? '***' : initial}]`;
  // Questions are no output: stdout is the report's.
  const output = secret ? silent(stderr) : stderr;
  // Few runs have a question.
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: stdin, output, terminal: true });
  // While it asks Ctrl+C is a key and no signal; to who heeds signals it is to be one all the same.
  const left = new AbortController();
  lines.on('SIGINT', () => {
    process.emit('SIGINT');
    // Before the run nobody heeds signals, and a question that is only closed is never over.
    left.abort();
  });
  const signal = AbortSignal.any([stop, left.signal]);
  try {
    for (;;) {
      if (secret) stderr.write(printable(`${text}${among}${otherwise}: `));
      const prompt = secret ? '' : printable(`${text}${among}${otherwise}: `);
      const given = await lines.question(prompt, { signal });
      if (secret) stderr.write('\n');
      const value = given === '' && initial !== null ? initial : given;
      if (choices === null) return { text: value };
      const chosen = choiceOf(value, choices);
      if (chosen !== null) return { text: chosen };
      stderr.write(`Choose one of ${choices.join(', ')}\n`);
    }
  } catch {
    // Ctrl+C, or Ctrl+D.
    return null;
  } finally {
    lines.close();
  }
}

/** Null for none of them. `y` and `n` are enough for yes and no, and for nothing else: a slip could choose too much. */
export function choiceOf(value: string, choices: readonly string[]): string | null {
  if (choices.includes(value)) return value;
  const isQuestion = choices.length === 2 && choices.includes('yes') && choices.includes('no');
  const word = value.trim().toLowerCase();
  if (!isQuestion || word === '') return null;
  return choices.find((choice) => choice === word || choice.charAt(0) === word) ?? null;
}

/** What is typed into it is not seen. */
function silent(terminal: NodeJS.WriteStream): Writable {
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
  return Object.assign(nothing, { columns: terminal.columns });
}
