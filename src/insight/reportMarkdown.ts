import { escapeMarkdown } from './markdown.ts';
import { reportHeadline, reportNotes, reportTables, type Table } from './reportTables.ts';
import type { ReuseReport } from './reuseReport.ts';

/** The report as a document in Markdown. */
export function reportMarkdown(report: ReuseReport): string {
  const parts = [
    '# Connection reuse',
    reportHeadline(report),
    ...reportTables(report).map(table),
    ...reportNotes(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    line(head),
    line(head.map((_cell, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map((cells) => line(cells.map(escapeCell))),
  ].join('\n');
}

/** Origins are text from elsewhere; the others are ours, and dashes and dots in them are harmless. */
function escapeCell(text: string): string {
  return /^https?:\/\/[\w.:[\]-]*$/.test(text) ? `\`${text}\`` : escapeMarkdown(text);
}
