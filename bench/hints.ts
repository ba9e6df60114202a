/** What hints over 10,000 requests cost: every rule has something to look at, and many have something to say. */
import { emptyProfile, type OriginProfile } from '../src/insight/profile/originProfile.ts';
import { findHints } from '../src/language/findHints.ts';
import { checkedFile } from '../test/support/checkedFile.ts';
import { median, round } from './processCost.ts';
import type { ScaleRow } from './scaleRow.ts';

const requests = 10_000;
const rounds = 21;

/** Milliseconds are medians; between two pieces the editor goes on with what else it has to do. */
export function benchHints(): readonly ScaleRow[] {
  const { file, memory } = checkedFile(text());
  const sources = { profile: profileOf, others: [] };
  const whole: number[] = [];
  const longest: number[] = [];
  for (let each = 0; each < rounds; each++) {
    const pieces: number[] = [];
    const work = findHints(file, memory, sources);
    for (let isDone = false; !isDone;) {
      const startedAt = performance.now();
      const step = work.next();
      pieces.push(performance.now() - startedAt);
      isDone = step.done === true;
      if (step.done === true && step.value.hints.length < 300) throw new Error('Few hints');
    }
    whole.push(pieces.reduce((sum, ms) => sum + ms, 0));
    longest.push(Math.max(...pieces));
  }
  return [
    { what: 'hints of 10,000 requests, in all', ms: round(median(whole), 3), limit: null },
    { what: 'the longest piece of it', ms: round(median(longest), 3), limit: 16 },
  ];
}

/** A hundred origins, each tenth request with something that costs connections. */
function text(): string {
  const lines: string[] = [];
  const oddities = [
    ['# @fresh-connection', ''],
    ['# @no-keep-alive', ''],
    ['# @max-idle 1s', ''],
    ['#', 'Connection: close'],
  ] as const;
  for (let index = 0; index < requests; index++) {
    const [directive, header] = oddities[(index / 10) % oddities.length] ?? ['#', ''];
    lines.push(`### Request ${String(index)}`, directive);
    const host = index % 7 === 0 ? 'localhost' : '127.0.0.1';
    lines.push(`GET http://${host}:${String(8000 + (index % 100))}/items/${String(index)}`);
    lines.push(header, '');
  }
  return lines.join('\n');
}

/** Of an origin to which much was sent, with what each rule asks for. */
function profileOf(origin: string): OriginProfile {
  const samples = Array.from({ length: 32 }, (_, index) => 1000 + index);
  const loss = { count: 9, idleMs: samples, limit: 1000 };
  return {
    ...emptyProfile(origin, 0),
    sends: 100,
    opened: 40,
    reused: 60,
    openedBecause: {
      'max-idle': loss,
      'server-closed-idle': loss,
      'server-sent-close': loss,
      'all-busy': loss,
      'different-proxy': loss,
    },
    idleCloses: samples,
    pauses: samples.map((ms) => ms * 2),
    servedAtEnd: samples.map(() => 5),
    handshakes: samples.map((total) => ({ dns: 1, tcp: 2, proxy: null, tls: null, total })),
    peak: 6,
  };
}
