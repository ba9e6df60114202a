import { exchangeJson } from '../insight/exchangeJson.ts';
import { problemJson } from '../insight/problemJson.ts';
import { summaryJson } from '../insight/summary.ts';
import type { Report } from './report.ts';
import type { Terminal } from './terminal.ts';

/** One object a line on stdout, and nothing else there. */
export function createJsonReport({ stdout, stderr }: Terminal): Report {
  const print = (json: object): void => {
    stdout.write(`${JSON.stringify(json)}\n`);
  };
  return {
    problem: (problem) => {
      print(problemJson(problem));
    },
    note: (sentence) => {
      stderr.write(`${sentence}\n`);
    },
    exchange: (exchange, saved) => {
      print({ ...exchangeJson(exchange), ...(saved === undefined ? {} : { saved }) });
    },
    summary: (summary, notSent) => {
      print(summaryJson(summary, notSent));
    },
  };
}
