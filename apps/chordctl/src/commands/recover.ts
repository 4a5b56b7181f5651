// recover: a ring made anew of what is left, when a majority of the copies of an arc is gone for good.
import type { ChordClient, RingDto } from '@chord-dht/client';
import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Common } from '../base/connect';
import { usage } from '../base/exit-codes';
import type { Io } from '../base/io';
import { shown } from '../output/table';
import { command, json } from './command';
import { confirm } from './confirm';

const ASK_AGAIN_MS = 250;

export function recoverCommand(io: Io): Command {
  return command<{ yes?: boolean }>(
    io,
    'recover',
    'Give up nodes that are gone for good, when arcs wait for them: shows what is lost and what is left, and after a yes lets every node that is left stop, to begin anew with its records. Name all that are left with --endpoints. Needs the role admin.',
    recover,
  ).option('-y, --yes', 'do not ask');
}

async function recover(io: Io, options: Common & { yes?: boolean }): Promise<void> {
  const { signal } = io;
  const client = connect(options, io);
  const picture = await client.ring({ signal });
  const plan = planOf(picture);
  if (plan.lost.length === 0) {
    const text = 'No arc waits for nodes that are not there; there is nothing to recover.';
    return io.line(options.json ? json({ lost: [], nodes: [] }) : text);
  }
  const left = await nodesBehind(io, options, client.endpoints);
  const unnamed = plan.left.filter((address) => !left.has(address));
  if (unnamed.length > 0)
    throw usage(
      `Name all nodes that are left with --endpoints; ${unnamed.join(', ')} would remember the old ring and wait.`,
    );
  for (const line of plan.words) io.note(line);
  await confirm(io, `${plan.lost.join(', ')} are given up for good.`, options.yes);
  const reports = await giveUp(io, options, left, plan.lost);
  for (const [address, endpoint] of left) {
    await connect(options, io, { endpoints: endpoint }).shutdown({ signal });
    await untilGone(io, options, endpoint);
    io.note(`${shown(address)} has stopped.`);
  }
  const addresses = [...left.keys()];
  const text =
    `Start ${addresses.join(', ')} again as before` +
    (addresses.length > 1
      ? `, and then: chordctl --endpoints ${addresses[0]} join ${addresses.slice(1).join(' ')}`
      : '; it serves alone.');
  await io.line(options.json ? json({ lost: plan.lost, nodes: reports }) : text);
}

/** All of them, or none: one that was told alone would leave the others at its next start. */
async function giveUp(
  io: Io,
  options: Common,
  left: ReadonlyMap<string, string>,
  lost: readonly string[],
): Promise<object[]> {
  const done: ChordClient[] = [];
  const reports: object[] = [];
  try {
    for (const [node, endpoint] of left) {
      const client = connect(options, io, { endpoints: endpoint });
      done.push(client);
      reports.push({ node, ...(await client.recover(lost, { signal: io.signal })) });
    }
    return reports;
  } catch (error) {
    for (const client of done) await client.recover([]).catch(() => undefined);
    throw error;
  }
}

export interface RecoveryPlan {
  readonly lost: readonly string[];
  readonly left: readonly string[];
  readonly words: readonly string[];
}

/** What arcs wait for, who is left, and what that means, from the picture of a ring. */
export function planOf({ unserved, members, lost: missed }: RingDto): RecoveryPlan {
  const left = members
    .filter(({ state }) => state !== 'unreachable')
    .map(({ node }) => hostOf(node.address));
  const isLeft = new Set(left);
  const homes = unserved.flatMap((arc) => arc.members.map(hostOf));
  const lost = [...new Set(homes.filter((home) => !isLeft.has(home)))].sort();
  const arcs = unserved.map((arc) => {
    const copies = arc.members.map(hostOf).filter((home) => isLeft.has(home));
    return `ids ${arc.from} to ${arc.to}: about ${arc.keys} keys, copies left at ${copies.join(', ') || 'no node'}`;
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
    'Lost are writes and deletions that only they had. For every key the latest version stays that a node has which is left.',
  ];
  return { lost, left: [...new Set(left)], words };
}

/** A further position of a node bears its name and a number. */
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

async function untilGone(io: Io, options: Common, endpoint: string): Promise<void> {
  const client = connect(options, io, { endpoints: endpoint, attemptsMax: 1 });
  for (;;) {
    const isThere = await client.node(undefined, { signal: io.signal }).then(
      () => true,
      ({ status }: { status?: number }) => status !== undefined,
    );
    if (!isThere) return;
    await sleep(ASK_AGAIN_MS, undefined, { signal: io.signal });
  }
}
