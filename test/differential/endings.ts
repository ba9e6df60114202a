/** Connections that end while nobody uses them, or instead of an answer. */
import type { Scenario, Step } from './scenario.ts';

const ok = '{http}/ok';
const post: Step = { method: 'POST', url: ok, body: 'a=1' };

/** What a server does to an idle connection, over clear text and over TLS. */
const idle = (title: string, path: string, curlTest?: string): Scenario[] =>
  ['{http}', '{https}'].map((origin) => ({
    title: `${title}, ${origin}`,
    ...(curlTest === undefined ? {} : { curlTest }),
    steps: [origin + path, 'wait', `${origin}/ok`, `${origin}/ok`],
    connections: '1 2 2',
  }));

/** As newer curls, we do not reuse a connection on which something has come unasked. */
const unexpected = (title: string, path: string, connections: string): Scenario[] =>
  idle(title, path).map((scenario) => ({
    ...scenario,
    connections,
    differs: { ours: '1 2 2', because: 'curl 7.88 takes it for the answer' },
  }));

/** A request that dies on the connection it reuses, and not on its next one. */
const instead = (title: string, path: string): Scenario[] =>
  ['{http}', '{https}'].map((origin) => ({
    title: `${title} instead of the second answer, ${origin}`,
    curlTest: '160',
    steps: [`${origin}/ok`, `${origin}${path}?on=2`, `${origin}/ok`],
    connections: '1 2 2',
  }));

export const endings: readonly Scenario[] = [
  ...idle('the server closes while idle', '/idle-fin', '12_02'),
  ...idle('the server resets while idle', '/idle-reset'),
  ...unexpected('a 408 while idle', '/idle-408', '1 1 2'),
  ...unexpected('bytes while idle', '/idle-bytes', '1 1! 2'),
  {
    title: 'the server closes every time',
    curlTest: '12_02',
    steps: ['{http}/idle-fin', 'wait', '{http}/idle-fin', 'wait', '{http}/idle-fin', 'wait', ok],
    connections: '1 2 3 4',
  },
  {
    title: 'one of two hosts closes',
    steps: ['{http}/idle-fin', '{http2nd}/ok', 'wait', '{http2nd}/ok', ok],
    connections: '1 2 2 3',
  },
  {
    title: 'POST after the server has closed',
    steps: ['{http}/idle-fin', 'wait', post],
    connections: '1 2',
  },
  ...instead('an end', '/fin'),
  ...instead('a reset', '/reset'),
  ...instead('an end before the request was read', '/fin-at-once'),
  {
    title: 'an end instead of the answer to a POST',
    curlTest: '160',
    steps: [ok, { method: 'POST', url: '{http}/fin?on=2', body: 'a=1' }, ok],
    connections: '1 2 2',
  },
  {
    title: 'a reset instead of the answer to a PUT',
    steps: [ok, { method: 'PUT', url: '{http}/reset?on=2', body: 'a=1' }, ok],
    connections: '1 2 2',
  },
  { title: 'an end instead of the first answer', steps: ['{http}/fin', ok], connections: '1! 2' },
  {
    title: 'a reset instead of the first answer',
    steps: ['{http}/reset', ok],
    connections: '1! 2',
  },
];
