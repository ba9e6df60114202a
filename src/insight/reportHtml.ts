/**
 * The report as one page that needs nothing else: the picture of the run, the tables, the requests.
 * Nothing of it runs and nothing is loaded; it follows the reader's colours and can be printed.
 */
import { fineDuration } from './duration.ts';
import { cssPalette } from './cssPalette.ts';
import { escapeXml } from './escapeXml.ts';
import type { LaneHop, LaneHops } from './laneHops.ts';
import { connectionWords, phasesText, queuedText } from './laneWords.ts';
import { lanes } from './lanes.ts';
import { reportStyle } from './reportStyle.ts';
import { reportHeadline, reportNotes, reportTables, type Table } from './reportTables.ts';
import type { ReuseReport } from './reuseReport.ts';

export type ReportPage = {
  readonly report: ReuseReport;
  readonly hops: LaneHops;
  /** What was sent, such as the names of files. */
  readonly about: string;
  /** Such as `Keepalive 1.0.0, 2026-01-31 12:00`. */
  readonly madeBy: string;
  /** SHA-256 of `reportStyle` in base64, which the policy allows and no other. */
  readonly styleHash: string;
};

export function reportHtml({ report, hops, about, madeBy, styleHash }: ReportPage): string {
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const picture = lanes(hops, {
    palette: cssPalette,
    width: 1080,
    linkTo: (hop) => `#${idOf(hop)}`,
  });
  const title = `Connection reuse: ${about}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeXml(policy)}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<h1>Connection reuse</h1>
<p class="headline">${escapeXml(reportHeadline(report))}</p>
<p class="faint">${escapeXml(about)} &#183; ${escapeXml(madeBy)}</p>
</header>
<main>
<section aria-labelledby="picture"><h2 id="picture">Connections</h2>
<figure tabindex="0" aria-labelledby="picture">${picture.svg}</figure></section>
<div class="tables">
${reportTables(report)
  .map((table, index) => section(table, `table-${index}`))
  .join('\n')}
</div>
${reportNotes(report)
  .map((note) => `<p class="note faint">${escapeXml(note)}.</p>`)
  .join('\n')}
${requests(hops)}
</main>
</body>
</html>
`;
}

function section({ title, head, rows }: Table, id: string): string {
  const cells = (row: readonly string[]): string =>
    row
      .map((text, index) =>
        index === 0
          ? `<th scope="row">${escapeXml(text)}</th>`
          : `<td class="number">${escapeXml(text)}</td>`,
      )
      .join('');
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}">${escapeXml(title)}</h2>`,
    `<table><thead><tr>${head.map((text, index) => `<th scope="col"${index === 0 ? '' : ' class="number"'}>${escapeXml(text)}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}</tbody></table></section>`,
  ].join('\n');
}

function requests(hops: LaneHops): string {
  const left = hops.hops - hops.kept.length;
  const note =
    left === 0 ? '' : `<p>Only the first ${hops.kept.length} of ${hops.hops} are listed.</p>`;
  return `<section aria-labelledby="requests"><h2 id="requests">Requests</h2>${note}
<table class="requests"><thead><tr><th scope="col" class="number">No.</th><th scope="col">Request</th><th scope="col">Answer</th><th scope="col">Connection</th><th scope="col" class="number">Time</th><th scope="col">Where it went</th></tr></thead>
<tbody>${hops.kept.map(requestRow).join('\n')}</tbody></table></section>`;
}

function requestRow(hop: LaneHop): string {
  return [
    `<tr id="${idOf(hop)}"><td class="number">${hop.exchange + 1}${hop.hop === 0 ? '' : `.${hop.hop + 1}`}</td>`,
    `<th scope="row">${escapeXml(hop.label)}<br><span class="faint url">${escapeXml(`${hop.method} ${hop.url}`)}</span></th>`,
    `<td${hop.failure === null ? '' : ' class="failed"'}>${escapeXml(hop.failure ?? String(hop.status ?? 'none'))}</td>`,
    `<td>${escapeXml(`${hop.connection === null ? '' : hop.connection.reused ? '\u21bb ' : '+ '}${connectionWords(hop)}`)}</td>`,
    `<td class="number">${escapeXml(fineDuration(hop.toMs - hop.fromMs + (hop.phases.queued ?? 0)))}</td>`,
    `<td>${escapeXml([...queuedText(hop), phasesText(hop)].join(' \u00b7 '))}</td></tr>`,
  ].join('');
}

function idOf({ exchange, hop }: LaneHop): string {
  return `request-${exchange + 1}-${hop + 1}`;
}
