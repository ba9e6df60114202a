/** Measures what reuse saves for a request, and shows it as a Markdown document with a picture. */
import * as vscode from 'vscode';
import { createClient, type Client, type ClientOptions } from '../client/client.ts';
import { hostOf } from '../insight/endpointText.ts';
import { reuseGainText } from '../insight/reuseGainText.ts';
import type { ResolvedRequest } from '../request/resolvedRequest.ts';
import {
  isSafeToRepeat,
  measureReuse,
  sendsOf,
  usualPairs,
  type ReuseMeasurement,
} from '../run/measureReuse.ts';
import { registerCommand, requestOf, tellNoRequest } from './commands.ts';
import type { Cookies } from './cookies.ts';
import { currentTheme } from './currentTheme.ts';
import type { Documents } from './documents.ts';
import type { Output } from './output.ts';
import type { Sending } from './sending.ts';
import type { Settings } from './settings.ts';
import { showMarkdown } from './showMarkdown.ts';

const measurementScheme = 'keepalive-measurement';

/** So many can be shown again. */
const maxKept = 20;

export function registerMeasureReuse(
  documents: Documents,
  sending: Sending,
  settings: Settings,
  cookies: Cookies,
  output: Output,
): vscode.Disposable {
  /** By the URI of the document that shows it. */
  const kept = new Map<string, ReuseMeasurement>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let lastNumber = 0;

  async function measure(argument: unknown): Promise<string | null> {
    const found = await requestOf(documents, argument);
    if (found === null) {
      tellNoRequest();
      return null;
    }
    const { document, placed } = found;
    const method = placed.request.method?.text.toUpperCase() ?? 'GET';
    // Where nothing is sent there is nothing to ask.
    if (vscode.workspace.isTrusted && !(await mayRepeat(method))) return null;
    const measured: ReuseMeasurement[] = [];
    await sending.send(document, placed, {
      fresh: false,
      by: async (request) => {
        const result = await withProgress(request, settings, cookies);
        measured.push(result);
        return result.last;
      },
    });
    const [result] = measured;
    return result === undefined ? null : show(result);
  }

  async function show(result: ReuseMeasurement): Promise<string> {
    const { method, url } = result.request;
    const path = `/${method} ${hostOf(url)} ${String(++lastNumber)}.md`;
    const uri = vscode.Uri.from({ scheme: measurementScheme, path });
    kept.set(uri.toString(), result);
    for (const oldest of [...kept.keys()].slice(0, -maxKept)) kept.delete(oldest);
    await showMarkdown(uri);
    return uri.toString();
  }

  return vscode.Disposable.from(
    changed,
    registerCommand(output, 'keepalive.measureReuse', measure),
    vscode.workspace.registerTextDocumentContentProvider(measurementScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent(uri) {
        const result = kept.get(uri.toString());
        return result === undefined
          ? vscode.l10n.t('This measurement is no longer kept. Measure again to see it')
          : reuseGainText(result, currentTheme());
      },
    }),
    vscode.window.onDidChangeActiveColorTheme(() => {
      for (const uri of kept.keys()) changed.fire(vscode.Uri.parse(uri));
    }),
  );
}

/** What may change something at the server each time is sent again and again only on a person's word. */
async function mayRepeat(method: string): Promise<boolean> {
  if (isSafeToRepeat(method)) return true;
  const times = sendsOf(usualPairs);
  const text = vscode.l10n.t(
    'Measuring sends this {0} request {1} times. Each time may change something at the server',
    method,
    times,
  );
  const yes = vscode.l10n.t('Send {0} Times', times);
  return (await vscode.window.showWarningMessage(text, { modal: true }, yes)) === yes;
}

/** What is kept is sent, so that it is the same answer; what forty answers set is left alone. */
function jarOf({ jar, keeping }: Cookies): Pick<ClientOptions, 'cookies'> {
  return keeping() === 'off' ? {} : { cookies: { ...jar, take: () => Promise.resolve() } };
}

function withProgress(
  request: ResolvedRequest,
  settings: Settings,
  cookies: Cookies,
): Promise<ReuseMeasurement> {
  const title = vscode.l10n.t('Measuring what reuse saves for {0}', hostOf(request.url));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const result = vscode.window.withProgress(options, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      abort.abort();
    });
    await cookies.ready(abort.signal);
    const made = (): Client => createClient(settings.read(), jarOf(cookies));
    const clients = { cold: made(), warm: made() };
    try {
      return await measureReuse(request, clients, {
        pairs: usualPairs,
        signal: abort.signal,
        onPair: (done) => {
          const message = vscode.l10n.t('{0} of {1} pairs', done, usualPairs);
          progress.report({ message, increment: 100 / usualPairs });
        },
      });
    } finally {
      await Promise.all([clients.cold.dispose(), clients.warm.dispose()]);
    }
  });
  return Promise.resolve(result);
}
