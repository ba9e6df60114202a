/** The words and the picture of a measurement. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOMParser } from '@xmldom/xmldom';
import type { Exchange } from '../../../src/client/exchange.ts';
import { noPhases } from '../../../src/client/phaseClock.ts';
import { reuseGain } from '../../../src/insight/reuseGain.ts';
import { reuseGainPicture } from '../../../src/insight/reuseGainPicture.ts';
import { reuseGainText } from '../../../src/insight/reuseGainText.ts';
import type { ReuseMeasurement } from '../../../src/run/measureReuse.ts';
import { requestTo } from '../../support/requestTo.ts';
import { connection, exchange, hop, newConnection } from './exchanges.ts';

function cold(dns: number, tcp: number, tls: number, wait: number): Exchange {
  const phases = { ...noPhases, dns, tcp, tls, wait };
  return exchange([hop({ phases, connection: newConnection() })]);
}

function warm(wait: number): Exchange {
  return exchange([hop({ phases: { ...noPhases, wait }, connection: connection() })]);
}

function measured(colds: readonly Exchange[], warms: readonly Exchange[]): ReuseMeasurement {
  const request = requestTo('https://api.test/items?token=s3cr3t&q=%3Cb%3E', {
    secrets: ['items'],
  });
  const last = warms.at(-1) ?? colds.at(-1) ?? exchange();
  return { request, cold: colds, warm: warms, failed: null, isCancelled: false, last };
}

test('the verdict has the numbers', () => {
  const { verdict } = reuseGain(
    measured(
      [cold(3, 38, 80, 27), cold(2, 37, 79, 26), cold(4, 39, 81, 28)],
      [27, 26, 28].map(warm),
    ),
  );
  assert.equal(verdict, 'Reuse saves 121 ms of 148 ms, 82%; DNS 3 · TCP 38 · TLS 80');
});

test('where all of it is quick, tenths tell', () => {
  const quick = measured(
    [cold(0, 0.6, 0, 0.7), cold(0, 0.5, 0, 0.8), cold(0, 0.7, 0, 0.6)],
    [0.4, 0.5, 0.3].map(warm),
  );
  assert.match(reuseGain(quick).verdict, /^Reuse saves 0\.9 ms of 1\.3 ms, 69%; /);
  assert.match(reuseGainText(quick, 'dark'), /\| warm: reused \| 3 \| 0\.4 ms \|/);
});

test('what the noise hides is no difference, and two pairs tell nothing', () => {
  const noisy = measured(
    [cold(0, 1, 0, 20), cold(0, 1, 0, 50), cold(0, 1, 0, 30)],
    [21, 52, 33].map(warm),
  );
  assert.match(
    reuseGain(noisy).verdict,
    /^No difference that could be told from the noise: 31 ms cold, 33 ms warm$/,
  );
  const few = measured([cold(1, 1, 1, 1), cold(1, 1, 1, 1)], [1, 1].map(warm));
  assert.equal(reuseGain(few).verdict, 'Too little was sent to tell');
});

test('warm ones that were not reused are left out, and told', () => {
  const closed = exchange([hop({ connection: newConnection() })]);
  const some = measured(
    [1, 2, 3, 4].map(() => cold(3, 38, 80, 27)),
    [...[26, 27, 28].map(warm), closed],
  );
  assert.equal(reuseGain(some).warmSpread?.count, 3);
  assert.match(reuseGainText(some, 'dark'), /1 warm send found no open connection and is left out/);
});

test('the document has verdict, picture and tables, and no secret', () => {
  const text = reuseGainText(
    measured(
      [1, 2, 3].map(() => cold(3, 38, 80, 27)),
      [26, 27, 28].map(warm),
    ),
    'light',
  );
  assert.match(text, /^# GET https/);
  assert.ok(!text.includes('s3cr3t') && !text.includes('items'));
  assert.match(text, /\*\*Reuse saves 121 ms of 148 ms, 82%/);
  assert.match(
    text,
    /\| warm: reused \| 3 \| 27\.0 ms \| 26\.5 ms – 27\.5 ms \| 26\.0 ms \| 28\.0 ms \|/,
  );
  assert.match(text, /\| cold \| 3\.0 ms \| 38\.0 ms \| — \| 80\.0 ms \| 121 ms \|/);
  const data = /!\[(cold: 3 sends, .*)\]\(data:image\/svg\+xml;base64,([\w+/=]+)\)/.exec(text);
  assert.ok(data?.[2]);
  assert.match(atob(data[2]), /^<svg .*<\/svg>$/);
});

test('the picture has a dot for each send and is well-formed in every theme', () => {
  const gain = reuseGain(
    measured(
      [1, 2, 3].map(() => cold(3, 38, 80, 27)),
      [26, 27].map(warm),
    ),
  );
  for (const theme of ['light', 'dark', 'high-contrast-dark', 'high-contrast-light'] as const) {
    const errors: string[] = [];
    const parser = new DOMParser({ onError: (_, message) => errors.push(message) });
    const picture = parser.parseFromString(reuseGainPicture(gain, theme), 'image/svg+xml');
    assert.deepEqual(errors, []);
    assert.equal(picture.getElementsByTagName('circle').length, 5);
  }
});
