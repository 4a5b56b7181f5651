// A member's answers when the next view of an arc is chosen, and what it keeps from then on. Pure.
import { compareBallots, type Ballot, type View, type ViewName } from './view';
import { sent } from './view-codec';
import type { Segment } from './view-map';
import type { AcceptReply, ActivateReply, Disk, PrepareReply, SentSegment } from './view-messages';
import { accept, activate, enrol, hasView, promise, supersedes, type Proposal } from './view-state';

export type AcceptorRequest =
  | { readonly kind: 'collect' }
  | { readonly kind: 'disk' }
  | { readonly kind: 'prepare'; readonly basis: ViewName; readonly ballot: Ballot }
  | { readonly kind: 'enrol'; readonly basis: View; readonly disk: string }
  | {
      readonly kind: 'accept';
      readonly basis: ViewName;
      readonly proposal: Proposal;
      readonly disk: Disk;
    }
  | {
      readonly kind: 'activate';
      readonly view: View;
      readonly synced: boolean;
      readonly disk: Disk;
    };

/** `other-disk`: this node has lost the disk that the request names. */
export type AcceptorReply =
  | { readonly kind: 'known'; readonly segments: readonly SentSegment[] }
  | { readonly kind: 'disk'; readonly disk: string }
  | PrepareReply
  | AcceptReply
  | { readonly kind: 'enrolled' }
  | ({ readonly kind: 'active' } & ActivateReply)
  | { readonly kind: 'other-disk' };

/** The state of a member for an arc that a request is about. */
export interface Member {
  /** The parts of the arc, clockwise, each with its state. */
  readonly parts: readonly Segment[];
  readonly disk: string;
}

export interface Answered {
  readonly parts: readonly Segment[];
  readonly reply: AcceptorReply;
  /**
   * The condition for sending the reply. `now`: none. `durable`: `parts` are on the disk. `quiet`: that, and the writes
   * that ran in the arc are over, so that a later reader of the records sees them.
   */
  readonly after: 'now' | 'durable' | 'quiet';
}

export function answer(member: Member, request: AcceptorRequest): Answered {
  const { parts, disk } = member;
  switch (request.kind) {
    case 'collect':
      return { parts, reply: { kind: 'known', segments: parts.map(sent) }, after: 'now' };
    case 'disk':
      return { parts, reply: { kind: 'disk', disk }, after: 'now' };
    case 'prepare':
      return answerPrepare(member, request.basis, request.ballot);
    case 'accept':
      return isOther(member, request.disk)
        ? { parts, reply: { kind: 'refused' }, after: 'now' }
        : answerAccept(parts, request.basis, request.proposal);
    case 'enrol':
      return isOther(member, request.disk)
        ? otherDisk(parts)
        : {
            parts: parts.map(({ arc, state }) => ({ arc, state: enrol(state, request.basis) })),
            reply: { kind: 'enrolled' },
            after: 'durable',
          };
    case 'activate':
      // A member that was brought up to date on another disk has lost all of it since.
      return request.synced && isOther(member, request.disk)
        ? otherDisk(parts)
        : answerActivate(member, request.view, request.synced);
  }
}

/** The member is sealed from here on. */
function answerPrepare({ parts, disk }: Member, basis: ViewName, ballot: Ballot): Answered {
  // A seal may rest on the fact that this member has another view.
  if (!parts.every(({ state }) => hasView(state, basis)))
    return { parts, reply: { kind: 'other', segments: parts.map(sent) }, after: 'durable' };
  const promised = highest(parts.map(({ state }) => state.promised));
  if (promised && compareBallots(ballot, promised) < 0)
    return { parts, reply: { kind: 'outbid', promised }, after: 'now' };
  const [accepted = null, ...others] = parts.map(({ state }) => state.accepted);
  // Each part has its own successor, and one answer can bind the proposer to only one.
  if (others.some((other) => !sameChoice(other, accepted)))
    return { parts, reply: { kind: 'divided', segments: parts.map(sent) }, after: 'now' };
  const synced = parts.every(({ state }) => state.synced);
  // A member that counted in any part of the arc may have lost what it promised there.
  const forgot = !synced && parts.some(({ state }) => state.synced || state.forgot);
  return {
    parts: parts.map(({ arc, state }) => ({ arc, state: promise(state, ballot) ?? state })),
    reply: { kind: 'promised', synced, forgot, accepted, disk },
    after: 'quiet',
  };
}

function answerAccept(parts: readonly Segment[], basis: ViewName, proposal: Proposal): Answered {
  const after = parts.map(({ arc, state }) => ({
    arc,
    state: hasView(state, basis) ? accept(state, proposal) : undefined,
  }));
  return after.every((part): part is Segment => part.state !== undefined)
    ? { parts: after, reply: { kind: 'accepted' }, after: 'durable' }
    : { parts, reply: { kind: 'refused' }, after: 'now' };
}

/** Sent when the running writes are over, so that a comparison of this member's records sees them. */
function answerActivate({ parts, disk }: Member, view: View, synced: boolean): Answered {
  const wasSynced = parts.every(({ state }) => hasView(state, view) && state.synced);
  const after = parts.map(({ arc, state }) => {
    const isConcerned = supersedes(view, state) || hasView(state, view);
    return { arc, state: isConcerned ? activate(state, view, synced) : state };
  });
  return { parts: after, reply: { kind: 'active', wasSynced, disk }, after: 'quiet' };
}

function isOther({ disk }: Member, meant: Disk): boolean {
  return meant !== null && meant !== disk;
}

function otherDisk(parts: readonly Segment[]): Answered {
  return { parts, reply: { kind: 'other-disk' }, after: 'now' };
}

function sameChoice(a: Proposal | null, b: Proposal | null): boolean {
  return a === b || (a !== null && b !== null && compareBallots(a.ballot, b.ballot) === 0);
}

function highest(ballots: readonly (Ballot | null)[]): Ballot | null {
  return ballots.reduce(
    (best, ballot) => (!best || (ballot && compareBallots(ballot, best) > 0) ? ballot : best),
    null,
  );
}

/** Returns the acceptance that binds the next proposer (Paxos): the one with the highest ballot. */
export function highestProposal(proposals: readonly (Proposal | null)[]): Proposal | null {
  return proposals.reduce(
    (best, one) => (!best || (one && compareBallots(one.ballot, best.ballot) > 0) ? one : best),
    null,
  );
}
