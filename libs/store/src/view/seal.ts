// The promises of a view's members that seal it: nothing can be acknowledged in it any more, and no successor chosen,
// without one of them knowing (Lamport, The Part-Time Parliament, TOCS 1998, phase 1). Pure.
import { sameNode, type Id, type NodeRef } from '@chord-dht/chord';
import { Quorum } from './quorum';
import { sameView, type View } from './view';
import type { Disk, PrepareReply, SentSegment } from './view-messages';
import { isElsewhere, isNext, isSurvivor } from './view-state';

export interface PrepareAnswer {
  readonly from: NodeRef;
  readonly reply: PrepareReply;
}

/** A member with everything of its view, and the disk that holds it. */
export interface Giver {
  readonly node: NodeRef;
  readonly disk: Disk;
}

export interface Seal {
  /** Members that together have everything that was ever acknowledged in the view. */
  readonly givers: readonly NodeRef[];
  /** The givers that have nothing else either, and have named their disk. */
  readonly whole: readonly Giver[];
  /** Members whose acceptance counts in the choice of the successor, and the disk that has promised. */
  readonly voters: readonly Giver[];
  /** The number of voters that have to accept it. */
  readonly needed: number;
  readonly promises: readonly Promised[];
  /** The views of members that have gone over to the lineage that this one merges into. */
  readonly merged: readonly View[];
}

export type Promised = PrepareReply & { readonly kind: 'promised' };

export type Verdict =
  | { readonly kind: 'sealed'; readonly seal: Seal }
  /** All members answer, and all of them have to promise. */
  | { readonly kind: 'ask-all' }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'divided'; readonly borders: readonly Id[] }
  /** The view was chosen and has not begun. `before`: the one before it, if a member has named it. */
  | { readonly kind: 'not-begun'; readonly before: View | null }
  | { readonly kind: 'unavailable'; readonly sentence: string };

type Answers = readonly PrepareAnswer[];

/** Evaluates the first answers of the members of a view. */
export function judge(answers: Answers, basis: View): Verdict {
  const given = answers.filter(({ reply }) => isVote(reply) || hasMerged(reply, basis));
  const quorum = quorumOf(basis);
  if (quorum.isReached(given.map(({ from }) => from)))
    return { kind: 'sealed', seal: byMajority(answers, given, quorum.needed) };
  const borders = answers.flatMap(({ reply }) => (reply.kind === 'divided' ? endsOf(reply) : []));
  if (borders.length > 0) return { kind: 'divided', borders };
  if (needsAll(answers, basis)) return { kind: 'ask-all' };
  if (answers.some(({ reply }) => isNewer(reply, basis))) return { kind: 'superseded' };
  if (hasNotBegun(answers, basis)) return { kind: 'not-begun', before: viewBefore(answers, basis) };
  const addresses = basis.members.map((member) => member.address).join(', ');
  const sentence = `Only ${given.length} of the home replicas ${addresses} answer and hold everything.`;
  return { kind: 'unavailable', sentence };
}

/** The seal when all members have been asked to promise; null when one of them has not. */
export function byAll(answers: Answers, basis: View): Seal | null {
  const promised = answers.flatMap(promisedBy);
  const away = answers.filter(({ reply }) => isAway(reply, basis));
  if (promised.length + away.length < basis.members.length || !needsAll(answers, basis))
    return null;
  const whole = promised.filter(({ reply }) => isVote(reply)).map(giverOf);
  const givers = whole.map(({ node }) => node);
  const voters = promised.map(giverOf);
  return {
    givers,
    whole,
    voters,
    needed: voters.length,
    promises: promised.map(({ reply }) => reply),
    merged: [],
  };
}

function byMajority(answers: Answers, given: Answers, needed: number): Seal {
  const gone = given.flatMap(({ reply }) => (reply.kind === 'other' ? reply.segments : []));
  const whole = answers.flatMap(promisedBy).filter(({ reply }) => isVote(reply));
  return {
    givers: given.map(({ from }) => from),
    whole: whole.map(giverOf),
    voters: whole.map(giverOf),
    needed,
    // What a member that lost its disk has accepted since is useful, though its promise does not count.
    promises: answers.flatMap(promisedBy).map(({ reply }) => reply),
    merged: gone.flatMap(({ state: { view } }) => view ?? []),
  };
}

/**
 * True for a promise that counts: a member that lost its disk, or has never had everything, may have forgotten an
 * earlier promise.
 */
export function isVote(reply: PrepareReply): boolean {
  return reply.kind === 'promised' && reply.synced;
}

/**
 * True when all members of a view answer, and no majority of them holds everything: few adopted it, or one has lost its
 * disk before the last was brought up to date. Those that hold everything are enough
 *
 * - when the primary is one of them: each write of the view began with it;
 * - when the primary never counted: there is no write in the view;
 * - when the others that may have counted are less than a majority: each write is at one that is left.
 *
 * Together they also know any choice of the next view, as no choice is unknown to all of them; but a member that lost
 * its disk may have promised more than it remembers, so all have to accept the choice.
 *
 * A member that is in another ring to stay cannot promise here and no longer counts here. As long as such members are
 * less than a majority, every choice is known to one of the others, and these are all. Its records are lost to the
 * view, as if its disk were.
 */
function needsAll(answers: Answers, basis: View): boolean {
  if (answers.length < basis.members.length) return false;
  const away = answers.filter(({ reply }) => isAway(reply, basis));
  const others = answers.filter((one) => !away.includes(one));
  if (!others.every(({ reply }) => reply.kind === 'promised' || isOld(reply, basis))) return false;
  if (!others.some(({ reply }) => isVote(reply))) return false;
  const lost = [...away, ...others.filter(({ reply }) => !isVote(reply) && !neverCounted(reply))];
  const isLost = lost.some(({ from }) => sameNode(from, basis.primary));
  const quorum = quorumOf(basis);
  if (quorum.isReached(away.map(({ from }) => from))) return false;
  return !isLost || !quorum.isReached(lost.map(({ from }) => from));
}

/**
 * True when so many members have never counted in a view that there is no write in it. A merger begins from all views
 * that it follows, so it has to name them.
 */
function hasNotBegun(answers: Answers, basis: View): boolean {
  const idle = answers.filter(({ reply }) => !isVote(reply) && neverCounted(reply));
  return (
    (!basis.isMerger || basis.follows !== undefined) &&
    quorumOf(basis).isBlocked(idle.map(({ from }) => from))
  );
}

function viewBefore(answers: Answers, basis: View): View | null {
  const held = answers.map(({ reply }) =>
    reply.kind === 'other' ? heldBefore(reply.segments, basis) : null,
  );
  return latest(held);
}

/** The view before `basis`, of its lineage, that a node has and is synced in everywhere in the arc; null otherwise. */
export function heldBefore(segments: readonly SentSegment[], basis: View): View | null {
  const view = segments[0]?.state.view;
  if (view?.lineage !== basis.lineage || view.epoch >= basis.epoch) return null;
  return segments.every(({ state }) => state.synced && sameView(state.view, view)) ? view : null;
}

export function latest(views: readonly (View | null)[]): View | null {
  return views.reduce((a, b) => (a && (!b || a.epoch > b.epoch) ? a : b), null);
}

export function quorumOf({ members }: Pick<View, 'members'>): Quorum<NodeRef> {
  return new Quorum(members, sameNode);
}

function promisedBy({ from, reply }: PrepareAnswer): { from: NodeRef; reply: Promised }[] {
  return reply.kind === 'promised' ? [{ from, reply }] : [];
}

function giverOf({ from, reply }: { from: NodeRef; reply: { disk: Disk } }): Giver {
  return { node: from, disk: reply.disk };
}

function endsOf({ segments }: { segments: readonly SentSegment[] }): Id[] {
  return segments.flatMap(({ arc }) => [arc.fromId, arc.toId]);
}

/** True for a member that has no view yet, or one before `basis`. */
function isOld(reply: PrepareReply, basis: View): boolean {
  if (reply.kind !== 'other') return false;
  return reply.segments.every(({ state }) => state.view === null || isNext(basis, state));
}

/** True for a member that is in another ring to stay. */
function isAway(reply: PrepareReply, basis: View): boolean {
  return reply.kind === 'other' && reply.segments.every(({ state }) => isElsewhere(state, basis));
}

/** True for a member that has kept its disk, and has never held everything. */
function neverCounted(reply: PrepareReply): boolean {
  if (reply.kind === 'promised') return !reply.synced && !reply.forgot;
  return reply.kind === 'other' && reply.segments.every(({ state }) => !state.forgot);
}

function isNewer(reply: PrepareReply, basis: View): boolean {
  return reply.kind === 'outbid' || (reply.kind === 'other' && !isOld(reply, basis));
}

/**
 * True when the member has gone over to a lineage that this one merges into: it accepts nothing here any more. A merged
 * view has a higher epoch than all that it follows; a lower one means a node that has lost this view with its disk.
 */
export function hasMerged(reply: PrepareReply, basis: View): boolean {
  return (
    reply.kind === 'other' &&
    reply.segments.every(
      ({ state: { view } }) =>
        view !== null && isSurvivor(view.lineage, basis.lineage) && view.epoch > basis.epoch,
    )
  );
}
