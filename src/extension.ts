/** Where the editor's parts are made and joined: read it as a list. */
import type * as vscode from 'vscode';
import { registerAnnotations } from './editor/annotations.ts';
import { registerArrivalHovers } from './editor/arrivalHovers.ts';
import { createBodyFolder, type BodyFolder } from './editor/bodyFolder.ts';
import { registerCompletions } from './editor/completions.ts';
import { registerConnectionStatus } from './editor/connectionStatus.ts';
import { registerConnectionsView } from './editor/connectionsView.ts';
import { registerCookieCommands } from './editor/cookieCommands.ts';
import { cookiesKey, createCookies, type Cookies } from './editor/cookies.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { createDocuments } from './editor/documents.ts';
import { createEnvironments } from './editor/environments.ts';
import { registerEnvironmentStatus } from './editor/environmentStatus.ts';
import { createExchanges } from './editor/exchanges.ts';
import { registerExample } from './editor/example.ts';
import { registerFixes } from './editor/fixes.ts';
import { createForecastClock } from './editor/forecastClock.ts';
import { registerFormatting } from './editor/formatting.ts';
import { registerHelp } from './editor/help.ts';
import { createHistory, historyFolder, type History } from './editor/history.ts';
import { registerHistoryCommands } from './editor/historyCommands.ts';
import { createHints } from './editor/hints.ts';
import { registerHovers } from './editor/hovers.ts';
import { registerMeasureReuse } from './editor/measureReuse.ts';
import { registerNavigation } from './editor/navigation.ts';
import { createOriginProfiles, type OriginProfiles } from './editor/originProfiles.ts';
import { registerOtherClients } from './editor/otherClients.ts';
import { registerOutline } from './editor/outlines.ts';
import { createOutput } from './editor/output.ts';
import { registerPathLinks } from './editor/pathLinks.ts';
import { createPreviews } from './editor/preview.ts';
import { createPools, type Pools } from './editor/pools.ts';
import { createRecordings } from './editor/recordings.ts';
import { registerResponseCommands } from './editor/responseCommands.ts';
import { createResponses } from './editor/responseDocument.ts';
import { registerResponseLens } from './editor/responseLens.ts';
import { registerRunCommands } from './editor/runCommands.ts';
import { createRunPanel } from './editor/runPanel.ts';
import { registerSendCommands } from './editor/sendCommands.ts';
import { registerSendManyCommands } from './editor/sendManyCommands.ts';
import { createSending, type Sending } from './editor/sending.ts';
import { registerSendLens } from './editor/sendLens.ts';
import { registerSentFileLinks } from './editor/sentFileLinks.ts';
import { createSettings } from './editor/settings.ts';
import { registerShowCommands } from './editor/showCommands.ts';
import { tellImportedSettings } from './editor/tellImportedSettings.ts';
import { createTestApi, mayBeTested, type TestApi } from './editor/testApi.ts';
import { createUnderWay } from './editor/underWay.ts';
import { createHeldBodies } from './transport/heldBodies.ts';

let pools: Pools | null = null;
let profiles: OriginProfiles | null = null;
let history: History | null = null;
let cookies: Cookies | null = null;
let sending: Sending | null = null;
let bodyFolder: BodyFolder | null = null;

export function activate(context: vscode.ExtensionContext): TestApi | null {
  const output = createOutput();
  const folder = createBodyFolder((context.storageUri ?? context.globalStorageUri).fsPath);
  bodyFolder = folder;
  const settings = createSettings(output, folder.path);
  const environments = createEnvironments(context.workspaceState, settings);
  const documents = createDocuments(environments);
  const exchanges = createExchanges(documents);
  const newCookies = (secrets = context.secrets): Cookies =>
    createCookies(secrets, cookiesKey(context), settings, output);
  cookies = newCookies();
  pools = createPools(settings, output.trace(), cookies);
  history = createHistory(historyFolder(context), settings, output);
  const bodies = createHeldBodies({
    folder: folder.path,
    onUnwritable: (error) => {
      output.warn(
        `Bodies of older responses stay in memory, as no file takes them: ${String(error)}`,
      );
    },
  });
  const underWay = createUnderWay(documents, exchanges, pools, history, bodies, output);
  sending = createSending(documents, environments, exchanges, underWay, settings);
  profiles = createOriginProfiles(context.workspaceState, sending, pools, output);
  const hints = createHints(profiles, settings);
  const responses = createResponses(settings, output);
  const previews = createPreviews();
  const shown = registerResponseCommands(
    documents,
    exchanges,
    sending,
    history,
    responses,
    previews,
    settings,
    output,
  );
  const clock = createForecastClock(pools);
  const recordings = createRecordings(sending);
  const panel = createRunPanel(context.extensionUri, documents, recordings);
  const { version } = context.extension.packageJSON as { readonly version: string };

  context.subscriptions.push(
    registerSendCommands(documents, exchanges, sending, shown, output),
    registerSendManyCommands(documents, sending, responses, shown, recordings, output),
    registerExample(output),
    registerShowCommands(documents, sending, output),
    registerCookieCommands(cookies, output),
    registerHistoryCommands(documents, history, responses, shown, sending, output),
    registerConnectionsView(pools, recordings, clock, output),
    registerRunCommands(recordings, panel, version, output),
    registerMeasureReuse(documents, sending, settings, cookies, output),
    registerSendLens(documents, exchanges, pools, clock),
    registerAnnotations(exchanges, settings),
    registerResponseLens(responses),
    registerSentFileLinks(responses),
    registerArrivalHovers(responses),
    registerHovers(documents, exchanges, pools),
    registerHelp(documents),
    registerOutline(documents),
    registerPathLinks(documents),
    registerNavigation(documents),
    registerCompletions(documents),
    registerDiagnostics(documents, hints),
    registerFixes(documents, hints),
    registerFormatting(documents),
    registerConnectionStatus(pools, sending, recordings, clock),
    registerEnvironmentStatus(environments, output),
    registerOtherClients(),
    clock,
    panel,
    recordings,
    shown,
    previews,
    responses,
    hints,
    profiles,
    sending,
    exchanges,
    documents,
    environments,
    settings,
    output,
  );
  // Nothing waits for them. What a window that ended badly has left is unmasked, and should not be there long.
  setImmediate(() => {
    void tellImportedSettings(context);
    void folder.sweep();
  });
  if (!mayBeTested(context)) return null;
  const historyPath = historyFolder(context).fsPath;
  return createTestApi({
    documents,
    settings,
    exchanges,
    pools,
    profiles,
    history,
    output,
    storage: historyPath,
    cookies,
    newCookies,
    clock,
    hints,
  });
}

/** The window waits for this: no connection outlives it, and no exchange and no cookie is forgotten. */
export async function deactivate(): Promise<void> {
  // What is under way ends, and is written down, before there is nothing to write it in.
  await sending?.end();
  // First the profiles: a pool that is closed tells no more how its connections ended.
  const learned = profiles?.flush();
  // What can't be written takes nothing of the others with it.
  await Promise.allSettled([learned, pools?.dispose(), history?.dispose(), cookies?.dispose()]);
  await bodyFolder?.clear();
  sending = null;
  pools = null;
  profiles = null;
  history = null;
  cookies = null;
}
