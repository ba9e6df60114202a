/** Several pools behind one client. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClients } from '../../../src/client/clients.ts';
import { defaultSettings } from '../../../src/client/settings.ts';
import { requestTo } from '../../support/requestTo.ts';
import { stage } from '../../support/stage.ts';

test('a pool is made by a send, not by a forecast', async (t) => {
  const { server } = await stage(t);
  const clients = createClients(defaultSettings, 'default');
  t.after(() => clients.dispose());
  const request = requestTo(`${server.origin}/ok`, { pool: 'own' });
  const reason = (): string => {
    const forecast = clients.forecast(request);
    return forecast.kind === 'open' ? forecast.because.code : forecast.kind;
  };
  assert.equal(reason(), 'first-request');
  assert.deepEqual(clients.poolNames(), []);
  await clients.send(request);
  assert.deepEqual(clients.poolNames(), ['own']);
  assert.equal(reason(), 'reuse');
  await clients.closePool('own');
  assert.equal(reason(), 'first-request');
  assert.deepEqual(clients.poolNames(), []);
});
