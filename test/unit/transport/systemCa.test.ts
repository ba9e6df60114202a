/** Authorities that the operating system trusts: a file, here, that OpenSSL is told of before it reads any. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { certificates } from '../../support/certificates.ts';
import { stage, story } from '../../support/stage.ts';

// Elsewhere the system keeps them where a test should not write.
const skip = process.platform === 'linux' ? false : 'only Linux keeps them in a file';

test('what the system trusts is trusted when asked for, beside the rest', { skip }, async (t) => {
  const { ca, localhost, selfSigned } = await certificates();
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-system-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, ca);
  process.env['SSL_CERT_FILE'] = file;

  const systemCa = true;
  const rows = [
    [localhost, { extraCa: [] }, 'tls-untrusted in tls'],
    [localhost, { extraCa: [], systemCa }, '#1 new: first-request · 200 · kept'],
    [localhost, { extraCa: [selfSigned.cert], systemCa }, '#1 new: first-request · 200 · kept'],
    [selfSigned, { extraCa: [selfSigned.cert], systemCa }, '#1 new: first-request · 200 · kept'],
    [selfSigned, { extraCa: [], systemCa }, 'tls-untrusted in tls'],
  ] as const;
  for (const [tls, settings, expected] of rows) {
    const { send } = await stage(t, { tls, settings });
    assert.deepEqual(story(await send('/ok')), [expected]);
  }
});
