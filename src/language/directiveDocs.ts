/** The directives that have an effect, with what they mean, for completion and hover. */
import { hintCodes } from '../insight/hints/hint.ts';
import { phaseNames } from '../request/phases.ts';

export type DirectiveDoc = {
  readonly name: string;
  /** What may follow the name, as an example; null for those that take nothing. */
  readonly takes: string | null;
  readonly text: string;
  /** What may be chosen. */
  readonly values?: readonly string[];
};

export function directiveDoc(name: string): DirectiveDoc | null {
  return byName.get(name) ?? null;
}

const times = ['500 ms', '5 s', '30 s', '2 m'];

/** What has no effect yet is not offered: a test sees to it. */
export const directiveDocs: readonly DirectiveDoc[] = [
  {
    name: 'name',
    takes: 'login',
    text: 'Names the request, so that others can use its response: `{{login.response.body.$.token}}`.',
  },
  {
    name: 'timeout',
    takes: '30 s',
    text: 'How long the request may take in all, or, with its name before, one phase: `@timeout wait 5 s`. A number alone counts seconds; `ms`, `s` and `m` say it.',
    values: [...times, ...phaseNames.map((phase) => `${phase} 5 s`)],
  },
  {
    name: 'connection-timeout',
    takes: '5 s',
    text: 'How long opening a connection may take, name lookup and TLS included.',
    values: times,
  },
  {
    name: 'fresh-connection',
    takes: null,
    text: 'Opens a connection of its own instead of reusing one; it is kept for others afterwards.',
  },
  {
    name: 'no-keep-alive',
    takes: null,
    text: 'Sends `Connection: close` and closes the connection after the answer.',
  },
  {
    name: 'no-hint',
    takes: 'fresh-connection',
    text: 'Shows no hint of that kind about the reuse of connections, or none at all without a word. Before the first request it counts for the file.',
    values: hintCodes,
  },
  {
    name: 'no-redirect',
    takes: null,
    text: 'Leaves a redirect as the answer instead of following it.',
  },
  {
    name: 'no-cookie-jar',
    takes: null,
    text: 'Neither sends the cookies that servers have set nor keeps what this one sets.',
  },
  { name: 'insecure', takes: null, text: 'Takes any TLS certificate.' },
  {
    name: 'pool',
    takes: 'orders',
    text: 'Sends on the connections of a pool of its own, shared by every request that names it.',
  },
  {
    name: 'max-idle',
    takes: '10 s',
    text: 'How long a connection may have been idle for this request to reuse it.',
    values: times,
  },
  {
    name: 'max-lifetime',
    takes: '60 s',
    text: 'How old a connection may be for this request to reuse it.',
    values: times,
  },
  {
    name: 'connect-to',
    takes: '127.0.0.1:8443',
    text: 'Connects there instead; the name in TLS and in the request stays.',
  },
  {
    name: 'http-fallback',
    takes: null,
    text: 'Takes the best HTTP version there is where the one the request asks for, HTTP/3, is not.',
  },
  {
    name: 'ip-version',
    takes: '4',
    text: 'Connects over that IP version only, and reuses only such connections.',
    values: ['4', '6'],
  },
  {
    name: 'local-address',
    takes: '127.0.0.1',
    text: 'Connects from that address of this machine, and reuses only such connections.',
  },
  {
    name: 'retry',
    takes: '3 backoff 500ms on 502,503,504',
    text: 'How often to send again what failed or was answered with one of these statuses, and how long to wait before, doubled each time.',
  },
  {
    name: 'prompt',
    takes: 'name A question',
    text: 'Asks for the value of a variable when the request is sent. What looks like a password is not shown.',
  },
  { name: 'ref', takes: 'login', text: 'Sends that request first, if it has not been sent yet.' },
  { name: 'force-ref', takes: 'login', text: 'Sends that request first, each time.' },
  { name: 'no-auto-encoding', takes: null, text: 'Sends a form as it is written.' },
  { name: 'no-log', takes: null, text: 'Keeps what is sent and received out of the history.' },
  { name: 'disabled', takes: null, text: 'The request is not sent.' },
  {
    name: 'force-region-delimiter',
    takes: null,
    text: 'Only `###` starts a request: a line such as `GET /x` in this body stays part of it.',
  },
  { name: 'no-gql-parsing', takes: null, text: 'A body that looks like GraphQL is sent as text.' },
];

const byName = new Map(directiveDocs.map((doc) => [doc.name, doc]));
