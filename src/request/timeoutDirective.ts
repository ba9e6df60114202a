/** `# @timeout 30 s` for all of a request, `# @timeout tls 500 ms` for one of its phases. */
import { durationMs } from './duration.ts';
import { excerpt } from './excerpt.ts';
import { isPhase, phaseNames, type Phase } from './phases.ts';

export type TimeoutDirective =
  | { readonly ms: number; readonly phase: Phase | null; readonly note: string | null }
  | { readonly message: string };

/** `value` is what follows the name. `note` says what may be meant otherwise. */
export function timeoutDirective(name: string, value: string): TimeoutDirective {
  const [, word = null, rest = value] = /^([a-z]\S*)\s*(.*)$/i.exec(value) ?? [];
  const phase = word?.toLowerCase() ?? null;
  if (phase !== null && (name !== 'timeout' || !isPhase(phase))) {
    return { message: name === 'timeout' ? noPhase(phase) : noTime(name, value) };
  }
  const ms = durationMs(rest);
  if (ms === null) return { message: noTime(phase === null ? name : `${name} ${phase}`, rest) };
  const isLong = ms >= 1_000_000 && /^[\d.]+$/.test(rest);
  const note = `\`@${name} ${value}\` counts seconds; for milliseconds write \`${value} ms\``;
  return { ms, phase: phase !== null && isPhase(phase) ? phase : null, note: isLong ? note : null };
}

function noPhase(word: string): string {
  return `\`${excerpt(word)}\` is no phase: write \`@timeout 30 s\`, or one of ${phaseNames.join(', ')} before the time`;
}

function noTime(name: string, text: string): string {
  return `\`@${name} ${excerpt(text)}\` is no time: write a number and ms, s or m, such as \`@${name} 30 s\``;
}
