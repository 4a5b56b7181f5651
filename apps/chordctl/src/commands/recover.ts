// recover: restores the service of arcs whose majority of copies is gone for good, from the remaining copies.
import { ClientError, type ChordClient, type RecoveryDto, type RingDto } from '@chord-dht/client';
import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Common } from '../base/connect';
import { EXIT, Fault, usage } from '../base/exit-codes';
import type { Io } from '../base/io';
import { keysText } from '../output/figures';
import { shown } from '../output/table';
import { command, json } from './command';
import { confirm } from './confirm';

const ASK_AGAIN_MS = 250;
/**
 * The copies of an arc are merged, and copied to further nodes; the duration of that is unknown in advance.
 * Milliseconds.
 */
const SERVED_MS_MAX = 60_000;
/** The nodes find the waiting arcs each by itself, so one may know of an arc that another does not know of yet. */
const AGREED_MS_MAX = 10_000;
/** A node that cannot begin a view finds after ten seconds that its arc waits for nodes that are gone. Milliseconds. */
const SERVED_FOR_MS = 15_000;

export function recoverCommand(io: Io): Command {
  return command<{ yes?: boolean }>(
    io,
    'recover',
    'Give up nodes that are gone for good, when arcs wait for them: shows what is lost and what is left, and after a yes lets every node that is left go on with its copies in these arcs. Name all that are left with --endpoints. Needs the role admin.',
    recover,
  ).option('-y, --yes', 'do not ask');
}

async function recover(io: Io, options: Common & { yes?: boolean }): Promise<void> {
  const client = connect(options, io);
  const ring = await client.ring({ signal: io.signal });
  const plan = planOf(ring);
  if (plan.lost.length === 0 && ring.unserved.length > 0)
    throw new Fault(
      `The nodes that these arcs name are there: ${ring.health.sentence} ${ring.health.nextStep ?? ''}`.trim(),
      EXIT.partly,
    );
  if (plan.lost.length === 0) {
    const text = 'No arc waits for nodes that are not there; there is nothing to recover.';
    return io.line(options.json ? json({ lost: [], nodes: [] }) : text);
  }
  const left = await nodesBehind(io, options, client.endpoints);
  const unnamed = plan.left.filter((address) => !left.has(address));
  if (unnamed.length > 0)
    throw usage(
      `Name all nodes that are left with --endpoints; ${unnamed.join(', ')} would go on waiting.`,
    );
  for (const line of plan.words) io.note(line);
  await confirm(io, `${plan.lost.join(', ')} are given up for good.`, options.yes);
  const give = (lost: readonly string[]): Promise<object[]> => giveUp(io, options, left, lost);
  const reports = await give(plan.lost);
  for (const address of left.keys()) io.note(`${shown(address)} has given them up.`);
  await untilServed(io, client, { lost: plan.lost, give });
  const text = `Every key is served again, from what was left; ${plan.lost.join(', ')} may join again.`;
  await io.line(options.json ? json({ lost: plan.lost, nodes: reports }) : text);
}

/** Checks all nodes before the first one acts. */
async function giveUp(
  io: Io,
  options: Common,
  left: ReadonlyMap<string, string>,
  lost: readonly string[],
): Promise<object[]> {
  const { signal } = io;
  const clients = [...left].map(([node, endpoint]) => ({
    node,
    client: connect(options, io, { endpoints: endpoint }),
  }));
  const all = clients.map(({ client }) => client);
  const waiting = await agreed(io, () => checkAll(all, lost, signal));
  const results = await Promise.allSettled(
    clients.map(async ({ node, client }) => ({
      node,
      ...(await client.recover(lost, { signal, waiting })),
    })),
  );
  const reports = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const failed = results.flatMap((result, place) =>
    result.status === 'fulfilled'
      ? []
      : `${clients[place]?.node ?? ''}: ${(result.reason as Error).message}`,
  );
  if (failed.length > 0)
    throw new Fault(
      `${reports.length} of ${clients.length} nodes have given up ${lost.join(', ')}; repeat the command. ${failed.join('; ')}`,
      EXIT.partly,
    );
  return reports;
}

/** The arcs that any of the nodes has found to wait. */
async function checkAll(
  clients: readonly ChordClient[],
  lost: readonly string[],
  signal: AbortSignal,
): Promise<RecoveryDto['waiting']> {
  const found = new Map<string, RecoveryDto['waiting'][number]>();
  const reports = clients.map((client) => client.recover(lost, { signal, check: true }));
  // A node of an earlier version tells no arcs, and takes those that it knows of.
  for (const { waiting = [] } of (await Promise.all(reports)) as Partial<RecoveryDto>[])
    for (const arc of waiting) found.set(`${arc.from} ${arc.to}`, arc);
  return [...found.values()];
}

/** Repeats the question while a node does not see yet what the others do. */
async function agreed<T>(io: Io, ask: () => Promise<T>): Promise<T> {
  const endMs = performance.now() + AGREED_MS_MAX;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isRefused(error) || performance.now() >= endMs) throw error;
    }
    await sleep(ASK_AGAIN_MS, undefined, { signal: io.signal });
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof ClientError && error.code === 'NO_RECOVERY';
}

interface Given {
  readonly lost: readonly string[];
  readonly give: (lost: readonly string[]) => Promise<unknown>;
}

/**
 * Gives the same nodes up again in arcs that turn out to wait for them: the person has said that they are gone.
 * @throws Fault, as something has been changed
 */
async function untilServed(io: Io, client: ChordClient, { lost, give }: Given): Promise<void> {
  let endMs = performance.now() + SERVED_MS_MAX;
  let sinceMs = performance.now();
  for (;;) {
    const ring = await readRing(io, client, endMs);
    const nowMs = performance.now();
    const isKnown = ring?.members.every(
      ({ state, keys }) => state === 'unreachable' || keys !== null,
    );
    if (!ring || !isKnown || ring.unserved.length > 0) sinceMs = nowMs;
    else if (isServed(ring.health.state) || nowMs - sinceMs >= SERVED_FOR_MS) return;
    if (ring && sinceMs === nowMs && nowMs >= endMs)
      throw new Fault(
        `The lost nodes are given up, and not all arcs are served yet. ${ring.health.sentence}`,
        EXIT.partly,
      );
    const awaited = ring ? planOf(ring).lost : [];
    if (awaited.length > 0 && awaited.every((node) => lost.includes(node))) {
      const beganMs = performance.now();
      await give(awaited).catch((error: unknown) => {
        if (!isRefused(error)) throw error;
      });
      sinceMs = performance.now();
      endMs += sinceMs - beganMs;
    }
    await sleep(ASK_AGAIN_MS, undefined, { signal: io.signal });
  }
}

/** @returns undefined while no node answers in time */
async function readRing(io: Io, client: ChordClient, endMs: number): Promise<RingDto | undefined> {
  try {
    return await client.ring({ signal: io.signal });
  } catch (error) {
    if (io.signal.aborted) throw error;
    if (performance.now() < endMs) return undefined;
    const why = (error as Error).message;
    throw new Fault(
      `The lost nodes are given up; whether all arcs are served is not known: ${why}`,
      EXIT.partly,
    );
  }
}

function isServed(state: RingDto['health']['state']): boolean {
  return state === 'healthy' || state === 'alone';
}

export interface RecoveryPlan {
  readonly lost: readonly string[];
  readonly left: readonly string[];
  readonly words: readonly string[];
}

/** The plan from the state of a ring: the waiting arcs, the remaining nodes, and the consequences. */
export function planOf({ unserved, members, lost: missed }: RingDto): RecoveryPlan {
  const left = members
    .filter(({ state }) => state !== 'unreachable')
    .map(({ node }) => hostOf(node.address));
  const isLeft = new Set(left);
  const homes = unserved.flatMap((arc) => arc.members.map(hostOf));
  const lost = [...new Set(homes.filter((home) => !isLeft.has(home)))].sort();
  const arcs = unserved.map((arc) => {
    const copies = arc.members.map(hostOf).filter((home) => isLeft.has(home));
    return `ids ${arc.from} to ${arc.to}: about ${keysText(arc.keys)}, copies left at ${copies.join(', ') || 'no node'}`;
  });
  const since = missed.map(
    ({ node, ageMs }) =>
      `${shown(hostOf(node.address))} is missed since ${Math.round(ageMs / 1_000)} s; a write that it got before may be at no other node.`,
  );
  const words = [
    'Arcs without a majority of their copies:',
    ...arcs.map((arc) => `  ${arc}`),
    ...since,
    `If ${lost.join(', ')} can be started again with their disks, do that instead: nothing is lost then.`,
    'If they run and are only cut off from here, do not go on: both sides would take writes, and of two of one key the later would stay.',
    'Lost are writes and deletions that only they had. For every key the latest version stays that a home replica has which is left.',
  ];
  return { lost, left: [...new Set(left)], words };
}

/** A further position of a node has the node's name and a number. */
function hostOf(address: string): string {
  return address.replace(/#\d+$/, '').toLowerCase();
}

/** The names of the nodes, with the endpoint of each. */
async function nodesBehind(
  io: Io,
  options: Common,
  endpoints: readonly string[],
): Promise<Map<string, string>> {
  const nodes = new Map<string, string>();
  for (const endpoint of endpoints) {
    const client = connect(options, io, { endpoints: endpoint, attemptsMax: 2 });
    const { self } = await client.node(undefined, { signal: io.signal });
    nodes.set(hostOf(self.address), endpoint);
  }
  return nodes;
}
