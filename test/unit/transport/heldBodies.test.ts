/** Bodies that are too many for memory: which stay in it, and what becomes of the others. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  createHeldBodies,
  type HeldBodies,
  type HeldBody,
} from '../../../src/transport/heldBodies.ts';

const size = 10_000;

/** Room for three bodies of that size. */
async function bodiesIn(t: TestContext): Promise<{
  readonly bodies: HeldBodies;
  readonly folder: string;
  readonly files: () => readonly string[];
  readonly told: unknown[];
}> {
  const root = await mkdtemp(join(tmpdir(), 'keepalive-held-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'made', 'late');
  const told: unknown[] = [];
  const bodies = createHeldBodies({
    folder,
    maxBytes: 3 * size,
    onUnwritable: (error) => told.push(error),
  });
  const files = (): readonly string[] =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  return { bodies, folder, files, told };
}

/** No two are alike. */
function body(number: number, bytes = size): Uint8Array {
  return new Uint8Array(bytes).fill(number);
}

function isBody(held: HeldBody | undefined, number: number): boolean {
  return held?.length === size && Buffer.from(held.bytes()).equals(body(number));
}

test('as many as there is room for stay in memory, the oldest go to files, and all are what they were', async (t) => {
  const { bodies, files } = await bodiesIn(t);
  const held: HeldBody[] = [];
  for (let number = 0; number < 3; number++) held.push(await bodies.hold(body(number)));
  assert.equal(files().length, 0);
  for (let number = 3; number < 5; number++) held.push(await bodies.hold(body(number)));
  assert.equal(files().length, 2);
  // Those in memory are the ones that need no file.
  for (const file of files()) truncateSync(file);
  for (const [number, each] of held.entries()) {
    if (number < 2) assert.throws(() => each.bytes());
    else assert.ok(isBody(each, number));
  }
});

test('what was put into a file is read from it, once for who asks twice, and is nobody else’s to read', async (t) => {
  const { bodies, files } = await bodiesIn(t);
  const held: HeldBody[] = [];
  for (let number = 0; number < 10; number++) held.push(await bodies.hold(body(number)));
  assert.equal(files().length, 7);
  assert.ok(held.every(isBody));
  assert.equal(held[0]?.bytes(), held[0]?.bytes());
  if (process.platform === 'win32') return;
  assert.ok(files().every((file) => (statSync(file).mode & 0o777) === 0o600));
});

test('those that come at once find room, too', async (t) => {
  const { bodies, files } = await bodiesIn(t);
  const held = await Promise.all(
    Array.from({ length: 20 }, (_, number) => bodies.hold(body(number))),
  );
  assert.equal(files().length, 17);
  assert.ok(held.every(isBody));
});

test('one that is too long for all the room goes to a file, and is read from it', async (t) => {
  const { bodies, files } = await bodiesIn(t);
  const held = await bodies.hold(body(1, 5 * size));
  assert.equal(files().length, 1);
  assert.ok(Buffer.from(held.bytes()).equals(body(1, 5 * size)));
});

test('short ones stay where they are, however many', async (t) => {
  const { bodies, files } = await bodiesIn(t);
  const held: HeldBody[] = [];
  for (let number = 0; number < 100; number++) held.push(await bodies.hold(body(number, 1000)));
  assert.equal(files().length, 0);
  assert.equal(held[99]?.bytes().at(-1), 99);
});

test('what no disk takes stays in memory, which is told once', async (t) => {
  const { bodies, folder, told } = await bodiesIn(t);
  rmSync(join(folder, '..'), { recursive: true, force: true });
  writeFileSync(join(folder, '..'), 'no folder');
  const held: HeldBody[] = [];
  for (let number = 0; number < 10; number++) held.push(await bodies.hold(body(number)));
  assert.equal(told.length, 1);
  assert.ok(held.every(isBody));
});

test('a file that is gone or cut is told, with its place and the way out', async (t) => {
  const { bodies, files } = await bodiesIn(t);
  const held: HeldBody[] = [];
  for (let number = 0; number < 5; number++) held.push(await bodies.hold(body(number)));
  const [first, second] = files();
  assert.ok(first !== undefined && second !== undefined);
  rmSync(first);
  truncateSync(second, 10);
  const messages = held.slice(0, 2).map((each) => {
    try {
      return String(each.bytes().length);
    } catch (error) {
      return String(error);
    }
  });
  for (const file of [first, second]) {
    const about = messages.find((message) => message.includes(file)) ?? messages.join('\n');
    assert.match(about, /can't be read any more \(.+\)\. Send its request again$/);
  }
});

test('whose exchange nobody knows any more needs neither room nor a file', async (t) => {
  const { bodies, files } = await bodiesIn(t);
  for (let number = 0; number < 3; number++) await bodies.hold(body(number));
  await collected();
  const held: HeldBody[] = [];
  for (let number = 0; number < 3; number++) held.push(await bodies.hold(body(number)));
  assert.equal(files().length, 0);
  for (let number = 3; number < 6; number++) held.push(await bodies.hold(body(number)));
  assert.equal(files().length, 3);
  held.length = 0;
  while (files().length > 0) await collected();
});

test('the memory that is taken is bounded, the bodies are not', async (t) => {
  const { bodies } = await bodiesIn(t);
  const held: HeldBody[] = [];
  await collected();
  const before = process.memoryUsage().arrayBuffers;
  for (let number = 0; number < 200; number++)
    held.push(await bodies.hold(body(number, 1_000_000)));
  const extra = (): number => process.memoryUsage().arrayBuffers - before;
  // What was collected is swept beside us.
  for (let tries = 0; tries < 20 && extra() >= 20_000_000; tries++) await collected();
  assert.ok(extra() < 20_000_000, `${String(extra())} bytes`);
  assert.equal(held[7]?.bytes().at(-1), 7);
});

/** What was looked at in a turn is not collected in it, and what was collected is known some turns later. */
async function collected(): Promise<void> {
  await turn();
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  for (let turns = 0; turns < 3; turns++) await turn();
}

test('a short body does not hold what it was read from', async (t) => {
  const { bodies } = await bodiesIn(t);
  const read = body(7, 65_536);
  const held = await bodies.hold(read.subarray(10, 20));
  assert.equal(held.bytes().buffer.byteLength, 10);
  assert.deepEqual([...held.bytes()], Array(10).fill(7));
});
