/** A certificate and its key as one file of PKCS #12, which Node reads but does not write. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyPair } from './certificates.ts';

const openssl = '/usr/bin/openssl';

/** Null where there is no openssl to make it. */
export function pfxOf({ cert, key }: KeyPair, passphrase: string): Buffer | null {
  if (!existsSync(openssl)) return null;
  const folder = mkdtempSync(join(tmpdir(), 'keepalive-pfx-'));
  try {
    const [pem, pfx] = [join(folder, 'both.pem'), join(folder, 'both.pfx')];
    writeFileSync(pem, `${cert}\n${key}`);
    const args = ['pkcs12', '-export', '-in', pem, '-out', pfx, '-passout', `pass:${passphrase}`];
    const { status, stderr } = spawnSync(openssl, args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return readFileSync(pfx);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
