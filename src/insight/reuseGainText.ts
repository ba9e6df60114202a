/** The measurement as a Markdown document: verdict, picture, table, and what to know about it. */
import type { ReuseMeasurement } from '../run/measureReuse.ts';
import { count } from './count.ts';
import { medianDuration } from './duration.ts';
import { describeFailure } from './failureText.ts';
import { escapeMarkdown } from './markdown.ts';
import { maskUrl } from './maskUrl.ts';
import { maskedExchange } from './maskedExchange.ts';
import { maskSecrets } from '../request/secrets.ts';
import { reuseGain, type ReuseGain } from './reuseGain.ts';
import { pictureText, reuseGainPicture } from './reuseGainPicture.ts';
import type { Spread } from './statistics.ts';
import type { Theme } from './theme.ts';

export function reuseGainText(measurement: ReuseMeasurement, theme: Theme): string {
  const { request, isCancelled } = measurement;
  const failed = measurement.failed === null ? null : maskedExchange(measurement.failed);
  const gain = reuseGain(measurement);
  const parts = [
    `# ${escapeMarkdown(`${request.method} ${maskSecrets(maskUrl(request.url), request.secrets)}`)}`,
    `**${gain.verdict}**`,
  ];
  if (failed?.failure != null) {
    parts.push(
      `It ended with a send that failed: ${escapeMarkdown(describeFailure(failed.failure))}`,
    );
  }
  if (isCancelled) parts.push('It was cancelled before its end');
  if (gain.coldSpread === null) return `${parts.join('\n\n')}\n`;
  const picture = `data:image/svg+xml;base64,${btoa(reuseGainPicture(gain, theme))}`;
  parts.push(
    `![${pictureText(gain)}](${picture})`,
    table(gain),
    handshakeTable(gain),
    ...notes(gain),
  );
  return `${parts.join('\n\n')}\n`;
}

function table({ coldSpread, warmSpread }: ReuseGain): string {
  const row = (name: string, spread: Spread | null): string =>
    spread === null
      ? `| ${name} | 0 | — | — | — | — |`
      : `| ${name} | ${spread.count} | ${medianDuration(spread.median)} | ${medianDuration(spread.low)} – ${medianDuration(spread.high)} | ${medianDuration(spread.min)} | ${medianDuration(spread.max)} |`;
  return [
    '| connection | sends | median | middle half | least | most |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    row('cold: a new connection', coldSpread),
    row('warm: reused', warmSpread),
  ].join('\n');
}

function handshakeTable({ handshake, handshakeMs: total }: ReuseGain): string {
  const { dns, tcp, proxy, tls } = handshake;
  return [
    '| handshake, medians | DNS | TCP | proxy | TLS | in all |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    `| cold | ${[dns, tcp, proxy, tls, total].map((ms) => (ms === null ? '—' : medianDuration(ms))).join(' | ')} |`,
    '| warm | — | — | — | — | — |',
  ].join('\n');
}

function notes({ cold, resumed, notReused }: ReuseGain): readonly string[] {
  const found = [];
  if (notReused > 0) {
    found.push(
      `${count(notReused, 'warm send')} found no open connection and ${notReused === 1 ? 'is' : 'are'} left out: the server closes some of them`,
    );
  }
  if (resumed > 0) {
    found.push(
      `${resumed} of ${count(cold.length, 'cold send')} resumed a TLS session; a client that keeps no sessions pays for the whole handshake each time`,
    );
  }
  found.push(
    'Cold and warm were sent in turn, each kind over a pool of its own, so that the connections of this window were left alone. The first warm send, which opens the connection, is not counted',
  );
  return found;
}
