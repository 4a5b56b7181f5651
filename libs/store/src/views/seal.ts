// Knows how a view is sealed: promises of so many members that nothing can be written in it, or chosen
// after it, without one of them knowing (Lamport, The Part-Time Parliament, TOCS 1998, phase 1).
import { sameNode, type NodeRef } from '@chord-dht/chord';
import { NO_QUORUM, unavailable } from '../errors';
import type { Arc } from '../range/position';
import type { ReplicaContext } from '../replica/replica-context';
import { majorityOf, sameView, type Ballot, type View } from './view';
import { isVote, type Answer, type ViewPeers } from './view-peers';
import type { PrepareReply, SentSegment } from './view-messages';
import { isSurvivor } from './view-state';

/** The change cannot go on from what was believed; what was learnt is in the book, and the caretaker looks again. */
export class Superseded extends Error {}

/** The view was chosen and cannot have begun; whoever holds everything of the one before is still in that. */
export class NotBegun extends Error {
  /** @param before the one before, if a member has named it */
  constructor(readonly before: View | undefined) {
    super('The view was chosen and has not begun.');
  }
}

export interface Seal {
  /** Members that together hold everything that was ever acknowledged in the view. */
  readonly givers: readonly NodeRef[];
  /** Members whose acceptance counts in the choice of the next view. */
  readonly voters: readonly NodeRef[];
  /** So many of them have to accept it. */
  readonly needed: number;
  readonly replies: readonly PrepareReply[];
}

type Answers = readonly Answer<PrepareReply>[];

/** Apart, so that two lives of one node hardly ever use one ballot for two views. */
const LIVES = 0x10000;

export class Sealer {
  private round = 0;
  private readonly life: number;

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    private readonly learn: (segments: readonly SentSegment[]) => void,
  ) {
    this.life = Math.floor(context.chord.random.next() * LIVES);
  }

  nextBallot(): Ballot {
    this.round = (Math.floor(this.round / LIVES) + 1) * LIVES + this.life;
    return { round: this.round, node: this.context.chord.self.id };
  }

  /** @throws StoreError `UNAVAILABLE` when too few members answer that hold everything; Superseded; NotBegun */
  async seal(arc: Arc, basis: View, ballot: Ballot): Promise<Seal> {
    const answers = await this.peers.prepare(basis.members, arc, basis, ballot);
    const given = answers.filter(({ reply }) => isVote(reply) || hasMerged(reply, basis));
    for (const { reply } of answers) {
      if (reply.kind === 'outbid') this.round = Math.max(this.round, reply.promised.round);
      if (reply.kind === 'other' && !hasMerged(reply, basis)) this.learn(reply.segments);
    }
    if (given.length >= majorityOf(basis.members)) return sealOf(answers, given, basis);
    if (needsAll(answers, basis)) return this.sealByAll(arc, basis, ballot, answers);
    if (answers.some(({ reply }) => isNewer(reply, basis)))
      throw new Superseded('Another node changes the view of this arc.');
    if (hasNotBegun(answers, basis)) throw new NotBegun(viewBefore(answers, basis));
    const addresses = basis.members.map((member) => member.address).join(', ');
    throw unavailable(
      `Only ${given.length} of the home replicas ${addresses} answer and hold everything.`,
      'not-applied',
      NO_QUORUM,
    );
  }

  /** Those that do not know the view are told of it, so that their promise is one about it. */
  private async sealByAll(arc: Arc, basis: View, ballot: Ballot, answers: Answers): Promise<Seal> {
    for (const { from, reply } of answers)
      if (reply.kind === 'other') await this.peers.tell(from, arc, basis, false);
    const again = await this.peers.prepare(basis.members, arc, basis, ballot, 'all');
    const promised = again.filter(({ reply }) => reply.kind === 'promised');
    if (promised.length < basis.members.length)
      throw new Superseded('Another node changes the view of this arc.');
    const givers = promised.filter(({ reply }) => isVote(reply)).map(({ from }) => from);
    const voters = promised.map(({ from }) => from);
    return { givers, voters, needed: voters.length, replies: promised.map(({ reply }) => reply) };
  }
}

function sealOf(answers: Answers, given: Answers, basis: View): Seal {
  const promised = answers.filter(({ reply }) => reply.kind === 'promised');
  return {
    givers: given.map(({ from }) => from),
    voters: given.filter(({ reply }) => isVote(reply)).map(({ from }) => from),
    needed: majorityOf(basis.members),
    // What a member that lost its disk has accepted since is worth knowing, though it does not count.
    replies: promised.map(({ reply }) => reply),
  };
}

/**
 * True when all members of a view answer, and no majority of them holds everything: few heard of it, or
 * one has lost its disk before the last was brought up to date. Those that hold everything are enough
 *
 * - when the primary is one of them: each write of the view began with it;
 * - when the primary never counted: there is no write in the view;
 * - when the others that may have counted are less than a majority: each write is at one that is left.
 *
 * So is what they know of the next view, as no choice is unknown to all of them; but a member that lost
 * its disk may have promised more than it knows, which is why all have to accept the choice.
 */
function needsAll(answers: Answers, basis: View): boolean {
  if (answers.length < basis.members.length) return false;
  if (!answers.every(({ reply }) => reply.kind === 'promised' || isOld(reply, basis))) return false;
  if (!answers.some(({ reply }) => isVote(reply))) return false;
  const lost = answers.filter(({ reply }) => !isVote(reply) && !neverCounted(reply));
  const isLost = lost.some(({ from }) => sameNode(from, basis.primary));
  return !isLost || lost.length < majorityOf(basis.members);
}

/**
 * True when so many members have never counted in a view that there is no write in it. One that merges
 * rings is not begun from one of them.
 */
function hasNotBegun(answers: Answers, { members, isMerger }: View): boolean {
  const idle = answers.filter(({ reply }) => !isVote(reply) && neverCounted(reply));
  return !isMerger && idle.length > members.length - majorityOf(members);
}

function viewBefore(answers: Answers, basis: View): View | undefined {
  const held = answers.map(({ reply }) =>
    reply.kind === 'other' ? heldBefore(reply.segments, basis) : undefined,
  );
  return latest(held);
}

/** The one view before `basis`, of its lineage, of which a node holds everything in all of the arc. */
export function heldBefore(segments: readonly SentSegment[], basis: View): View | undefined {
  const view = segments[0]?.state.view;
  if (!view || !isBefore(view, basis)) return undefined;
  return segments.every(({ state }) => state.synced && sameView(state.view, view))
    ? view
    : undefined;
}

export function latest(views: readonly (View | undefined)[]): View | undefined {
  return views.reduce((a, b) => (a && (!b || a.epoch > b.epoch) ? a : b), undefined);
}

function isOld(reply: PrepareReply, basis: View): boolean {
  return reply.kind === 'other' && reply.segments.every(({ state }) => isBefore(state.view, basis));
}

/** True for a member that has not lost its disk, and does not hold everything. */
function neverCounted(reply: PrepareReply): boolean {
  if (reply.kind === 'promised') return !reply.synced && !reply.forgot;
  return reply.kind === 'other' && reply.segments.every(({ state }) => !state.forgot);
}

/** True for no view at all, and for an earlier one of the same lineage. */
function isBefore(view: View | null, basis: View): boolean {
  return view === null || (view.lineage === basis.lineage && view.epoch < basis.epoch);
}

function isNewer(reply: PrepareReply, basis: View): boolean {
  if (reply.kind === 'outbid') return true;
  return (
    reply.kind === 'other' && !reply.segments.every(({ state }) => isBefore(state.view, basis))
  );
}

/**
 * True when the member has gone over to a lineage that this one merges into: it accepts nothing here
 * any more. A merged view has a higher epoch than all that went into it; a lower one belongs to a
 * node that has forgotten this view with its disk.
 */
function hasMerged(reply: PrepareReply, basis: View): boolean {
  return (
    reply.kind === 'other' &&
    reply.segments.every(
      ({ state: { view } }) =>
        view !== null && isSurvivor(view.lineage, basis.lineage) && view.epoch > basis.epoch,
    )
  );
}
