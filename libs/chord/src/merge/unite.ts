// Brings the peers that a person names into one ring with this node, whatever rings they were in.
import { ChordError, CodedError, codeOf, unlessOwnDefect } from '../base/errors';
import { pause, type MemberContext } from '../context/member-context';
import { isOneRing, walkMembers, type MemberWalk } from '../members/walk';
import type { Identity } from '../messages/chord-messages';
import type { Address, NodeRef } from '../id/node-ref';
import { isInOurRing, offerPlace } from './unify';

export interface PeerReport {
  /** As it was given. */
  readonly address: Address;
  /** The name that the peer gives itself; `null` when it did not answer. */
  readonly name: Address | null;
  readonly ok: boolean;
  readonly code?: string;
  readonly message?: string;
}

export interface JoinReport {
  readonly peers: readonly PeerReport[];
}

export interface UniteParts {
  readonly context: MemberContext;
  readonly identify: (address: Address, timeoutMs: number) => Promise<Identity>;
  readonly join: (via: NodeRef, timeoutMs: number) => Promise<void>;
  readonly tryCandidate: (candidate: NodeRef) => Promise<void>;
  /** Of two nodes that are alone, this one joins: it has nothing that the other would have to take over first. */
  readonly yields: boolean;
}

const CHECK_PAUSE_MS = 25;

/**
 * Makes one ring of this node and all `addresses`: nodes that are alone join, rings of several merge. Resolves when
 * that is done.
 * @param deadlineMs the node's monotonic time at which to give up
 * @throws ChordError `JOIN_FAILED` with a JoinReport as detail when a peer failed
 */
export async function unite(
  parts: UniteParts,
  addresses: readonly Address[],
  deadlineMs: number,
): Promise<JoinReport> {
  const met = new Map<string, NodeRef>();
  const peers: PeerReport[] = [];
  for (const address of addresses) peers.push(await uniteWith(parts, address, met, deadlineMs));
  const settled = await untilOneRing(parts, peers, [...met.values()], deadlineMs);
  const failed = settled.filter((peer) => !peer.ok);
  if (failed.length === 0) return { peers: settled };
  const reasons = failed.map((peer) => `${peer.address}: ${peer.message}`).join(' ');
  throw new ChordError(
    'JOIN_FAILED',
    `${failed.length} of ${addresses.length} peers did not join. ${reasons}`,
    { peers: settled },
  );
}

async function uniteWith(
  parts: UniteParts,
  address: Address,
  met: Map<string, NodeRef>,
  deadlineMs: number,
): Promise<PeerReport> {
  const { context } = parts;
  let name: Address | null = null;
  try {
    for (;;) {
      const timeoutMs = Math.min(
        context.parameters.callTimeoutMs,
        deadlineMs - context.clock.nowMs(),
      );
      if (timeoutMs <= 0) throw new ChordError('DEADLINE', 'There was no time left for this peer.');
      const peer = await parts.identify(address, timeoutMs);
      name = peer.node.address;
      if (peer.node.id === context.self.id) return ownReport(parts, address, peer.node);
      if (peer.membership === 'member') await meetAll(context, peer.node, met, deadlineMs);
      if (await oneStep(parts, peer, deadlineMs)) return { address, name, ok: true };
      await pause(context, CHECK_PAUSE_MS);
    }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { address, name, ok: false, code: error.code, message: error.message };
  }
}

function ownReport({ context }: UniteParts, address: Address, node: NodeRef): PeerReport {
  if (node.address === context.self.address) return { address, name: node.address, ok: true };
  const message = `${node.address} has the same id as ${context.self.address}.`;
  return { address, name: node.address, ok: false, code: 'INCOMPATIBLE', message };
}

/**
 * Records every member of the peer's ring before anything changes: while two rings merge, no pointer leads to some of
 * them, and the merge is complete only when all are on the one ring.
 */
async function meetAll(
  context: MemberContext,
  peer: NodeRef,
  met: Map<string, NodeRef>,
  deadlineMs: number,
): Promise<void> {
  if (met.has(peer.id)) return;
  const walk = await walkMembers(context, Math.max(1, deadlineMs - context.clock.nowMs()), [peer]);
  for (const { node, answered } of walk.members) if (answered) met.set(node.id, node);
}

/** Takes one step towards a common ring. @returns true when both are in one ring */
async function oneStep(
  parts: UniteParts,
  { node, membership }: Identity,
  deadlineMs: number,
): Promise<boolean> {
  const { context } = parts;
  const { state, clock, call } = context;
  if (state.membership === 'alone' && membership === 'member') {
    await parts.join(node, Math.max(1, deadlineMs - clock.nowMs())).catch(unlessBusy);
  } else if (membership === 'alone') {
    if (parts.yields && state.membership === 'alone' && (await joinsLone(parts, node, deadlineMs)))
      return false;
    await invite(parts, node, Math.max(1, deadlineMs - clock.nowMs()));
  } else if (membership === 'member' && state.membership === 'member') {
    if (await isInOurRing(context, node)) return true;
    await call(node, 'chord.meet', null);
    await offerPlace(context, node, parts.tryCandidate).catch(unlessOwnDefect);
  }
  return false;
}

/**
 * Joins a peer that is alone, if that is done soon. Two nodes that yield to each other at the same time are both
 * `joining` and neither can accept the other; then they invite.
 */
async function joinsLone(parts: UniteParts, node: NodeRef, deadlineMs: number): Promise<boolean> {
  const { clock, parameters } = parts.context;
  const leftMs = Math.max(1, deadlineMs - clock.nowMs());
  try {
    await parts.join(node, Math.min(parameters.callTimeoutMs, leftMs));
    return true;
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === 'INCOMPATIBLE') throw error;
    return false;
  }
}

async function invite({ context }: UniteParts, node: NodeRef, timeoutMs: number): Promise<void> {
  const body = { via: context.self.address };
  await context.call(node, 'chord.invite', body, { timeoutMs }).catch(unlessBusy);
}

/** Codes that mean: a third node accepted one of the two first, or one is busy joining; try again. */
const BUSY: ReadonlySet<string> = new Set(['NOT_ALONE', 'NOT_MEMBER', 'PENDING']);

function unlessBusy(error: unknown): void {
  if (!BUSY.has(codeOf(error))) throw error;
}

/** Waits until successors and predecessors form one consistent circle through every recorded member. */
async function untilOneRing(
  { context }: UniteParts,
  peers: readonly PeerReport[],
  met: readonly NodeRef[],
  deadlineMs: number,
): Promise<PeerReport[]> {
  const named = peers.filter((peer) => peer.ok);
  if (named.length === 0) return [...peers];
  for (;;) {
    const walk = await walkMembers(context, Math.max(1, deadlineMs - context.clock.nowMs()), met);
    const missing = missingFrom(walk, named);
    if (missing.size === 0 && isOneRing(walk)) return [...peers];
    if (context.clock.nowMs() >= deadlineMs) {
      return peers.map((peer) => (peer.ok ? notYet(peer) : peer));
    }
    await pause(context, CHECK_PAUSE_MS);
  }
}

function missingFrom(walk: MemberWalk, peers: readonly PeerReport[]): Set<PeerReport> {
  const present = new Set(
    walk.members.filter((member) => member.answered).map((member) => member.node.address),
  );
  return new Set(peers.filter((peer) => peer.name !== null && !present.has(peer.name)));
}

function notYet(peer: PeerReport): PeerReport {
  return {
    ...peer,
    ok: false,
    code: 'DEADLINE',
    message: `${peer.name} was not in one settled ring with this node when the time was over; the rings go on merging.`,
  };
}
