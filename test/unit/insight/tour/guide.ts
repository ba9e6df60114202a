/** Plays scenes with one client, and writes down what Keepalive says of each send. */
import type { TestContext } from 'node:test';
import { createClient, type Client } from '../../../../src/client/client.ts';
import type { Exchange, Hop } from '../../../../src/client/exchange.ts';
import { phaseNames } from '../../../../src/request/phases.ts';
import { defaultSettings, type ClientSettings } from '../../../../src/client/settings.ts';
import { annotate } from '../../../../src/insight/annotation.ts';
import { hostOf } from '../../../../src/insight/endpointText.ts';
import { describeFailure } from '../../../../src/insight/failureText.ts';
import { describeClosed, describeOpened } from '../../../../src/insight/reasonText.ts';
import type { ResolvedRequest } from '../../../../src/request/resolvedRequest.ts';
import { certificates, type Certificates } from '../../../support/certificates.ts';
import { requestTo } from '../../../support/requestTo.ts';
import { until } from '../../../support/until.ts';

export type Guide = {
  readonly client: Client;
  readonly certificates: Certificates;
  /** Gives a server's port a name in the text, and ends the server with the test. */
  named<Server extends Named>(name: string, server: Server): Server;
  send(url: string, changes?: Partial<ResolvedRequest>, signal?: AbortSignal): Promise<Exchange>;
  /** For the rest of the scene. */
  settings(changes: Partial<ClientSettings>): void;
  /** Until the connection of an exchange is no longer in the pool. */
  gone(exchange: Exchange): Promise<void>;
  /** As if the machine had moved to another network. */
  move(): void;
  note(text: string): void;
};

type Named = { readonly port: number; dispose(): Promise<void> };
export type Scene = readonly [title: string, play: (guide: Guide) => Promise<void>];

export type Tour = {
  scene(title: string, play: Scene[1]): Promise<void>;
  text(): string;
  sends(): number;
};

export async function createTour(t: TestContext): Promise<Tour> {
  const made = await certificates();
  const initial = { ...defaultSettings, extraCa: [made.ca] };
  const names = new Map<number, string>();
  const lines: string[] = [];
  let sends = 0;
  let lastId = 0;
  let network = 'home';
  const client = createClient(initial, {
    nextConnectionId: () => (lastId += 1),
    networkAddresses: () => network,
  });
  t.after(() => client.dispose());

  const guide: Guide = {
    client,
    certificates: made,
    named(name, server) {
      names.set(server.port, name);
      t.after(() => server.dispose());
      return server;
    },
    async send(url, changes = {}, signal) {
      const request = requestTo(url, changes);
      const number = (sends += 1);
      const at = lines.push('') - 1;
      const exchange = await client.send(request, { signal });
      // Where it began, not where it ended: sends at the same time end in any order.
      lines[at] = told(number, exchange);
      return exchange;
    },
    settings: (changes) => {
      client.changeSettings({ ...initial, ...changes });
    },
    gone: (exchange) => {
      const id = exchange.hops.at(-1)?.connection?.id;
      return until(`#${String(id)} is gone`, () =>
        client.snapshot().connections.every((each) => each.id !== id),
      );
    },
    move: () => {
      network = 'elsewhere';
    },
    note: (text) => lines.push(`   ${text}`),
  };

  return {
    async scene(title, play) {
      lines.push('', `== ${title}`);
      await play(guide);
      client.changeSettings(initial);
    },
    text: () =>
      `${lines
        .map((line) => plain(line, names))
        .join('\n')
        .trim()}\n`,
    sends: () => sends,
  };
}

function told(number: number, exchange: Exchange): string {
  const { text, tone } = annotate(exchange);
  const title = `${exchange.method} ${exchange.url}`;
  const failure = exchange.failure;
  const { hops } = exchange;
  return [
    `${String(number)}. ${title}`,
    `   ${tone}: ${text}`,
    ...hops.map(
      (hop, index) =>
        `   ${hops.length > 1 ? `hop ${String(index + 1)} ${hop.cause}: ` : ''}${hopText(hop)}`,
    ),
    ...(failure === null
      ? []
      : [
          `   failed in ${failure.phase ?? 'no phase'} (${failure.code}): ${describeFailure(failure)}`,
        ]),
  ].join('\n');
}

function hopText({ connection, phases, url, response }: Hop): string {
  const spent = phaseNames.filter((name) => phases[name] !== null).join(' ');
  const status = response === null ? 'no answer' : String(response.status);
  if (connection === null) return `${status} · ${spent}`;
  const { id, protocol, reused, openedBecause, closedBecause, tlsResumed, requestsBefore } =
    connection;
  const opened =
    openedBecause === null
      ? `#${String(id)} ${reused ? 'reused' : 'new'}, request ${String(requestsBefore + 1)}`
      : `#${String(id)} new [${openedBecause.code}]: ${describeOpened(openedBecause, hostOf(url))}`;
  const tls = tlsResumed === null ? '' : `, TLS ${tlsResumed ? 'resumed' : 'anew'}`;
  const closed =
    closedBecause === null
      ? ''
      : `\n   then closed [${closedBecause.code}]: ${describeClosed(closedBecause)}`;
  return `${status} · ${protocol}${reused ? '' : tls} · ${spent} · ${opened}${closed}`;
}

/** Times that were measured are `T`; those that are limits stay. */
function plain(line: string, names: ReadonlyMap<number, string>): string {
  return line
    .replace(/(?<!limit (?:of|being) )(?<![\d.])(?:<\s*)?\d+(?:\.\d+)? (?:ms|s|m|h)\b/g, 'T')
    .replace(
      /(?:127\.0\.0\.1|localhost|\[::1\]):(\d+)/g,
      (whole, port: string) => names.get(Number(port)) ?? whole,
    )
    .replace(/(?<=\?to=|open to port )\d+/g, (port) => names.get(Number(port)) ?? port)
    .replace(/[^\S\n]+$/gm, '');
}
