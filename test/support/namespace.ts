/** Runs a program in namespaces of its own: a network with nothing but loopback, whose name server is at 127.0.0.1, or a small disk. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A user namespace as well, for those who are not root. */
const unshare = ['unshare', '--map-root-user', '--mount', '--net'] as const;

/** Null when it can be done here, else why not. */
export async function namespaceTrouble(): Promise<string | null> {
  const [program, ...options] = unshare;
  try {
    await run(program, [...options, 'ip', 'link', 'set', 'lo', 'up']);
    return null;
  } catch (error) {
    return `this machine allows no namespaces: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What the TypeScript at `path` prints. It may listen on any port, 53 included. */
export async function runWithOwnDns(path: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keepalive-dns-'));
  try {
    await writeFile(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n');
    await writeFile(join(folder, 'nsswitch.conf'), 'hosts: files dns\n');
    const script = [
      'ip link set lo up',
      'mount --bind "$1/resolv.conf" /etc/resolv.conf',
      'mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf',
      'exec "$2" "$3"',
    ].join(' && ');
    const [program, ...options] = unshare;
    const inside = ['sh', '-c', script, 'sh', folder, process.execPath, path];
    const { stdout } = await run(program, [...options, ...inside], { timeout: 60_000 });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export type Ended = { readonly exitCode: unknown; readonly stderr: string };

/** Runs a line of shell in `folder`, in which `small` becomes a disk of so many kilobytes. Node is `$1`. */
export async function runOnSmallDisk(
  folder: string,
  kilobytes: number,
  line: string,
): Promise<Ended> {
  await mkdir(join(folder, 'small'));
  const mount = `mount -t tmpfs -o size=${String(kilobytes)}k tmpfs small`;
  const args = ['--map-root-user', '--mount', 'sh', '-c', `${mount} && ${line}`];
  try {
    const { stderr } = await run('unshare', [...args, 'sh', process.execPath], { cwd: folder });
    return { exitCode: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as { readonly code: unknown; readonly stderr: string };
    return { exitCode: code, stderr };
  }
}
