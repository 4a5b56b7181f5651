// Fills the disk of one node, and changes bits on it.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeProcess } from '../../harness/node-process';
import type { Arena } from '../arena/arena';
import type { FaultOf } from '../arena/fault';
import type { Operation } from '../arena/history';

const KIB = 1024;
/** What a node leaves free, and a little that it may use. */
const RESERVED_KIB = 64 * KIB;
const ROOM_KIB = 4 * KIB;
const LARGE = 'x'.repeat(128 * KIB);
/** By then the room has been filled several times over. */
const LARGE_VALUES_MAX = 200;

/** The largest file that the process may write stands for the size of its disk. */
export async function fill(arena: Arena): Promise<void> {
  const [victim] = arena.choose(1) as [NodeProcess];
  const usedKiB = Math.ceil(statSync(dataFileOf(victim)).size / KIB);
  await restart(arena, victim, () => {
    victim.fileSizeMaxKiB = usedKiB + RESERVED_KIB + ROOM_KIB;
  });
  let refusals = 0;
  for (let index = 0; index < LARGE_VALUES_MAX && refusals < 3; index += 1) {
    const own = await write(arena, victim, `large-${index}`);
    if (own.answer.startsWith('507')) refusals += 1;
  }
  if (refusals === 0) arena.wrong.push(`${victim.address} never said that its disk is full`);
  arena.measure('values that were refused', refusals);
  for (let index = 0; index < 20; index += 1) await writeElsewhere(arena, victim, index);
  await readOn(arena, victim);
  execFileSync('prlimit', ['--pid', String(victim.pid), '--fsize=unlimited']);
  victim.fileSizeMaxKiB = undefined;
  arena.measure(
    'writes resume ms',
    await arena.lab.until('the node to take writes again', async () => {
      const { outcome, answer } = await write(arena, victim, 'large-again');
      return outcome === 'ok' || answer;
    }),
  );
}

/** A write of a key that the victim serves itself. */
function write(arena: Arena, victim: NodeProcess, name: string): Promise<Operation> {
  return arena.load.client.do({
    ...{ node: arena.random.pick(arena.others(victim)), kind: 'write' },
    key: keyOf(name, (key) => arena.ownerOf(key) === victim.address),
    value: `${name} ${performance.now()} ${LARGE}`,
  });
}

/** A full node must not stop writes of keys that others serve. */
async function writeElsewhere(arena: Arena, victim: NodeProcess, index: number): Promise<void> {
  const { key, outcome, answer } = await arena.load.client.do({
    ...{ node: arena.random.pick(arena.others(victim)), kind: 'write' },
    key: keyOf(`elsewhere-${index}`, (name) => arena.ownerOf(name) !== victim.address),
    value: `${index} ${LARGE}`,
  });
  if (outcome !== 'ok' && !answer.includes('OVERLOADED'))
    arena.wrong.push(`a write of ${key} failed for the full disk of another node: ${answer}`);
}

/** A full node has to answer for what it has. */
async function readOn(arena: Arena, victim: NodeProcess): Promise<void> {
  const keys = new Set(arena.history.operations.map(({ key }) => key));
  arena.measure('readings refused by the full node', 0);
  for (const key of keys) {
    if (arena.ownerOf(key) !== victim.address) continue;
    const node = arena.random.pick(arena.nodes);
    const { outcome } = await arena.load.client.do({ node, kind: 'read', key });
    if (outcome !== 'ok') arena.count('readings refused by the full node');
  }
}

function keyOf(name: string, fits: (key: string) => boolean): string {
  for (let index = 0; ; index += 1) if (fits(`${name}-${index}`)) return `${name}-${index}`;
}

/** In a leaf of the tree the record follows on the name of its key, and has the name itself behind its fixed part. */
const NAME_IN_RECORD = 18;
/** How far behind the name of a key a bit of its record changes. */
const BEHIND_MIN = 4;
const BEHIND_MAX = 36;

/**
 * Keys are chosen, and then every place of the file at which their records lie. The tree's own pages are
 * spared: a node whose engine cannot read them says so and does not start, as with a disk that is lost.
 */
export async function flip(arena: Arena, { keys }: FaultOf<'flip'>): Promise<void> {
  const [victim] = arena.choose(1) as [NodeProcess];
  const known = [...new Set(arena.history.operations.map(({ key }) => key))];
  const chosen = arena.random.shuffle(known).slice(0, keys);
  await restart(arena, victim, () => {
    const path = dataFileOf(victim);
    const bytes = readFileSync(path);
    const file = openSync(path, 'r+');
    for (const key of chosen) {
      for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at + 1)) {
        const isLeaf = bytes.indexOf(key, at + key.length) === at + key.length + NAME_IN_RECORD;
        if (!isLeaf) continue;
        const place = at + key.length + BEHIND_MIN + arena.random.below(BEHIND_MAX - BEHIND_MIN);
        const changed = (bytes[place] ?? 0) ^ (1 << arena.random.below(8));
        writeSync(file, Buffer.from([changed]), 0, 1, place);
        arena.count('bits changed');
      }
    }
    closeSync(file);
  });
}

async function restart(arena: Arena, node: NodeProcess, meanwhile: () => void): Promise<void> {
  arena.isIll(node);
  const over = arena.outage([node]);
  await arena.expectEnd(node, node.terminate());
  meanwhile();
  const startMs = performance.now();
  await node.start();
  arena.measure('opens ms', performance.now() - startMs);
  await arena.lab.untilOneRing(arena.nodes);
  await arena.untilCopies(false);
  over();
  arena.isWell(node);
}

const dataFileOf = ({ dataDir }: NodeProcess): string => join(dataDir, 'data.mdb');
