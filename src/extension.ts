/** Where the editor's parts are made and joined: read it as a list. */
import type * as vscode from 'vscode';
import { registerAnnotations } from './editor/annotations.ts';
import { registerConnectionCommands } from './editor/connectionCommands.ts';
import { registerConnectionStatus } from './editor/connectionStatus.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { createDocuments } from './editor/documents.ts';
import { createExchanges } from './editor/exchanges.ts';
import { createForecastClock } from './editor/forecastClock.ts';
import { registerHovers } from './editor/hovers.ts';
import { registerOtherClients } from './editor/otherClients.ts';
import { createOutput } from './editor/output.ts';
import { createPools } from './editor/pools.ts';
import type { Pools } from './editor/pools.ts';
import { createResponses } from './editor/responseDocument.ts';
import { registerResponseLens } from './editor/responseLens.ts';
import { registerSendCommands } from './editor/sendCommands.ts';
import { createSending } from './editor/sending.ts';
import { registerSendLens } from './editor/sendLens.ts';
import { createSettings } from './editor/settings.ts';
import { registerShowCommands } from './editor/showCommands.ts';
import { createTestApi } from './editor/testApi.ts';
import type { TestApi } from './editor/testApi.ts';

let pools: Pools | null = null;

export function activate(context: vscode.ExtensionContext): TestApi {
  const output = createOutput();
  const settings = createSettings(output);
  const documents = createDocuments();
  const exchanges = createExchanges(documents);
  pools = createPools(settings);
  const sending = createSending(documents, exchanges, pools, output);
  const responses = createResponses();
  const clock = createForecastClock(pools);

  context.subscriptions.push(
    registerSendCommands(documents, exchanges, sending, responses, output),
    registerShowCommands(documents, exchanges, responses, output),
    registerConnectionCommands(pools, output),
    registerSendLens(documents, exchanges, pools, clock),
    registerAnnotations(exchanges),
    registerResponseLens(responses),
    registerHovers(documents, exchanges, pools),
    registerDiagnostics(documents),
    registerConnectionStatus(pools, sending, clock),
    registerOtherClients(),
    clock,
    responses,
    sending,
    exchanges,
    documents,
    settings,
    output,
  );
  return createTestApi(documents, exchanges, pools);
}

/** The window waits for this: no connection outlives it. */
export async function deactivate(): Promise<void> {
  await pools?.dispose();
  pools = null;
}
