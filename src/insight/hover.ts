/** The timing panel: what the hover on a request line shows, as Markdown. */
import { bodyLength, type ConnectionUse, type Exchange, type Hop } from '../client/exchange.ts';
import { phaseNames, type Phase } from '../request/phases.ts';
import type { Forecast } from '../pool/snapshot.ts';
import { decodingNote } from './codingNotes.ts';
import { bytes } from './bytes.ts';
import { duration, phaseDuration } from './duration.ts';
import { endsText, hostOf, tlsText } from './endpointText.ts';
import { describeFailure } from './failureText.ts';
import { describeForecast } from './forecastText.ts';
import { escapeMarkdown, link } from './markdown.ts';
import { maskUrl } from './maskUrl.ts';
import { maskedExchange } from './maskedExchange.ts';
import { whyNotFollowed } from './notFollowedText.ts';
import { curlWording, describeClosed, describeOpened } from './reasonText.ts';
import type { Theme } from './theme.ts';
import { altText, waterfall } from './waterfall.ts';
import { phaseLabels } from './waterfallRows.ts';

/** Command URIs that the editor gives; a link without one is left out. */
export type HoverLinks = {
  readonly showResponse?: string;
  readonly showConnection?: string;
  readonly sendFresh?: string;
};

export function exchangeHover(original: Exchange, theme: Theme, links: HoverLinks): string {
  const exchange = maskedExchange(original);
  const last = exchange.hops.at(-1);
  const connection = last?.connection ?? null;
  return [
    heading(exchange, last),
    // Early, because the editor shows 250 pixels of a hover before one must scroll.
    linkLine(links),
    ...timing(exchange, theme),
    ...(exchange.hops.length > 1 ? [hopTable(exchange.hops)] : []),
    ...(connection === null || last === undefined ? [] : [details(connection)]),
    sizes(exchange),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Why it was not sent when it should have been. */
export function refusedHover(why: string): string {
  return `**Not sent** · ${escapeMarkdown(why)}`;
}

/** With nothing sent yet, or nothing because it was `refused`: what would happen. */
export function forecastHover(
  forecast: Forecast,
  host: string,
  links: HoverLinks,
  refused: string | null = null,
): string {
  const now = describeForecast(forecast, escapeMarkdown(host));
  const lead =
    refused === null
      ? `**Not sent yet** · ${now}`
      : `${refusedHover(refused)}\n\nSent now, it ${now}`;
  const why =
    forecast.kind === 'wait'
      ? 'As many connections are open as the settings allow, and none of them is idle'
      : forecast.kind === 'reuse'
        ? `It would be request ${forecast.requestsBefore + 1} on #${forecast.connection}: no DNS, TCP or TLS to wait for`
        : `A new connection, because ${describeOpened(forecast.because, escapeMarkdown(host))}`;
  return [lead, why, linkLine(links)].filter((part) => part !== '').join('\n\n');
}

function heading(exchange: Exchange, last: Hop | undefined): string {
  const connection = last?.connection ?? null;
  const lines: string[] = [];
  if (exchange.failure !== null) {
    lines.push(`**Failed** · ${escapeMarkdown(describeFailure(exchange.failure))}`);
  }
  if (connection !== null && last !== undefined) lines.push(...connectionLines(connection, last));
  if (last?.notFollowed !== undefined)
    lines.push(`**Redirect not followed** · ${escapeMarkdown(whyNotFollowed(last.notFollowed))}`);
  if (lines.length === 0) lines.push('**No connection**');
  return lines.join('\n\n');
}

function connectionLines(connection: ConnectionUse, hop: Hop): readonly string[] {
  if (connection.reused || connection.openedBecause === null) {
    const idle =
      connection.idleMs === null ? '' : `, idle for ${duration(connection.idleMs)} before`;
    return [`**#${connection.id} reused** · request ${connection.requestsBefore + 1} on it${idle}`];
  }
  const because = connection.openedBecause;
  const reason = describeOpened(because, escapeMarkdown(hostOf(hop.url)));
  const curl = curlWording(because);
  return [
    `**#${connection.id} new** · ${reason}`,
    ...(curl === null ? [] : [`*curl -v calls it* “${escapeMarkdown(curl)}”`]),
  ];
}

/** Nothing to draw where nothing went near the wire. */
function timing(exchange: Exchange, theme: Theme): readonly string[] {
  if (phaseNames.every((name) => exchange.phases[name] === null)) return [];
  const picture = btoa(waterfall(exchange, theme));
  const alt = escapeMarkdown(altText(exchange));
  return [`![${alt}](data:image/svg+xml;base64,${picture})`, phaseTable(exchange)];
}

/** Getting a connection on the left, using it on the right; a dash where a phase did not happen. */
function phaseTable({ phases, total }: Exchange): string {
  const cells = (name: Phase): readonly [string, string] => [
    phaseLabels[name],
    phaseDuration(phases[name]),
  ];
  const left = (['queued', 'proxy', 'dns', 'tcp', 'tls'] as const).map(cells);
  const right = [
    ...(['send', 'wait', 'download'] as const).map(cells),
    ['', ''],
    ['**total**', `**${phaseDuration(total)}**`],
  ];
  const rows = left.map((cell, index) => {
    const [label = '', value = ''] = right[index] ?? [];
    return [...cell, `&emsp;${label}`, value];
  });
  return table(['connection', '', '&emsp;request', ''], [':--', '--:', ':--', '--:'], rows);
}

function hopTable(hops: readonly Hop[]): string {
  const origin = originOf(hops[0]?.url ?? '');
  const rows = hops.map((hop, index) => [
    `${index + 1} ${hop.cause.replace('-', ' ')}`,
    `${escapeMarkdown(hop.method)} ${escapeMarkdown(shorten(maskUrl(hop.url), origin))}`,
    hop.response === null ? 'failed' : String(hop.response.status),
    hop.connection === null
      ? '—'
      : `#${hop.connection.id} ${hop.connection.reused ? 'reused' : 'new'}`,
    phaseDuration(hop.total),
  ]);
  const head = ['hop', 'request', 'status', 'connection', 'total'];
  return table(head, [':--', ':--', ':--', ':--', '--:'], rows);
}

function details(connection: ConnectionUse): string {
  const tls = tlsText(connection);
  const lines = [
    `${escapeMarkdown(endsText(connection))} · ${escapeMarkdown(connection.protocol)}`,
    ...(connection.proxy === null ? [] : [`Through the proxy ${escapeMarkdown(connection.proxy)}`]),
    ...(tls === null ? [] : [escapeMarkdown(tls)]),
    ...(connection.tlsVerified === false
      ? ['**TLS not verified**: any certificate was taken']
      : []),
    connection.closedBecause === null
      ? `Pool ${escapeMarkdown(connection.pool)}, connection left open`
      : `Closed afterwards: ${describeClosed(connection.closedBecause)}`,
  ];
  // Two blanks before a line end break the line.
  return lines.join('  \n');
}

function sizes(exchange: Exchange): string {
  const { hops } = exchange;
  const coding = decodingNote(exchange);
  const sent = hops.reduce((sum, hop) => sum + hop.requestBytes, 0);
  const received = hops.reduce((sum, hop) => sum + hop.responseBytes, 0);
  return `Sent ${bytes(sent)} · received ${bytes(received)} · body ${bytes(bodyLength(exchange))}${coding === null ? '' : ` · ${escapeMarkdown(coding)}`}`;
}

function linkLine(links: HoverLinks): string {
  return [
    ...link('Show response', links.showResponse),
    ...link('Show connection', links.showConnection),
    ...link('Send on a fresh connection', links.sendFresh),
  ].join(' · ');
}

function table(
  head: readonly string[],
  alignment: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [head, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The path where the origin is that of the first hop, for the hover is narrow. */
function shorten(url: string, origin: string): string {
  const short = origin !== '' && url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
  return short.length > 60 ? `${short.slice(0, 59)}…` : short;
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
