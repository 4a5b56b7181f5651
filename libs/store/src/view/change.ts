// The state of a proposer during a change of views, its requests, and the answers. Pure data.
import { sameNode, type Id, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import type { AcceptorReply, AcceptorRequest } from './acceptor';
import type { Giver, Seal } from './seal';
import type { Ballot, ChangeWarrant, View } from './view';
import type { Disk, SentSegment } from './view-messages';

/** The input of a change; constant until its end. */
export interface Plan {
  readonly self: NodeRef;
  readonly arc: Arc;
  /** The views that end: the one that this node has, and those of other lineages that merge into it. */
  readonly bases: readonly View[];
  /** The home replicas of the view that is to begin, this node first. */
  readonly wanted: readonly NodeRef[];
  readonly ballot: Ballot;
  /** The view that is known to be chosen after the bases, or null. */
  readonly toBegin: View | null;
  /** A view of this proposer that is chosen and has not begun: it is begun instead of choosing another. */
  readonly chosen: Chosen | null;
  /** The members of the view that this node serves in all of the arc, or null. */
  readonly serves: readonly NodeRef[] | null;
  /** True when this node had records in the arc before the change began. */
  readonly had: boolean;
  /** The nodes to ask about an earlier view. */
  readonly neighbours: readonly NodeRef[];
}

/** A chosen view and the state of its members. */
export interface Chosen {
  readonly view: View;
  /** Members that were brought up to date. */
  readonly synced: readonly NodeRef[];
  /** Members of the bases that are not in the view. */
  readonly former: readonly NodeRef[];
  /** Members that have exactly the records of this node. */
  readonly givers: readonly Giver[];
}

/** Requests that move records; the driver executes them, and answers when the result is durable. */
export type RecordsRequest =
  /** At this node: removes records that none of the peers has, later versions as well. */
  | { readonly kind: 'drop-unknown'; readonly peers: readonly NodeRef[] }
  /** Copies later versions from the node to this one. */
  | { readonly kind: 'fetch' }
  /** Copies later versions from this node to the other. */
  | { readonly kind: 'bring' }
  /** Removes all records at the node, a member that has the view already, that this node does not have. */
  | { readonly kind: 'tidy'; readonly view: View; readonly disk: Disk };

export type Request = AcceptorRequest | RecordsRequest;
export type Reply = AcceptorReply | { readonly kind: 'done' };

/** An answer and its sender. */
export interface Answer {
  readonly from: NodeRef;
  readonly reply: Reply;
}

export type Outcome =
  | {
      readonly kind: 'begun';
      readonly view: View;
      readonly synced: readonly NodeRef[];
      readonly former: readonly NodeRef[];
    }
  /** Only silent nodes would be added: the old view goes on. */
  | { readonly kind: 'unchanged' }
  /** The change rests on outdated views; the caretaker starts another from the learnt ones. */
  | { readonly kind: 'superseded'; readonly sentence: string }
  /** The view that binds the proposer follows views of other rings as well. */
  | { readonly kind: 'incomplete'; readonly missing: readonly View[] }
  /** Parts of the arc have different views or acceptances. */
  | { readonly kind: 'divided'; readonly borders: readonly Id[] }
  | { readonly kind: 'unavailable'; readonly sentence: string; readonly isWithoutQuorum: boolean };

export type ProposerAction =
  | {
      readonly type: 'ask';
      readonly round: number;
      readonly to: NodeRef;
      readonly request: Request;
    }
  /**
   * Asks for a `late` event after a short time: there are enough answers, and the wait for the last ones is bounded.
   */
  | { readonly type: 'wait'; readonly round: number }
  /** `from`: the node whose own states they are, if known. */
  | {
      readonly type: 'learn';
      readonly segments: readonly SentSegment[];
      readonly from?: NodeRef;
    }
  /** Another proposer's ballot, of this round, has been promised. */
  | { readonly type: 'outbid'; readonly round: number }
  /** To be stored until the view has begun: no other node can tell which members hold everything. */
  | { readonly type: 'chosen'; readonly chosen: Chosen }
  /** No answer is awaited. */
  | {
      readonly type: 'tell';
      readonly to: NodeRef;
      readonly request: AcceptorRequest & { readonly kind: 'activate' };
    }
  | { readonly type: 'report'; readonly outcome: Outcome };

export type ProposerEvent =
  | {
      readonly type: 'answered';
      readonly round: number;
      readonly from: NodeRef;
      readonly reply: Reply;
    }
  /** `isGone`: it does not answer, as opposed to a refusal. `isFull`: this node has no room for the records. */
  | {
      readonly type: 'failed';
      readonly round: number;
      readonly from: NodeRef;
      readonly isGone: boolean;
      readonly isFull?: boolean;
      readonly sentence: string;
    }
  | { readonly type: 'late'; readonly round: number };

/** Members of the next view that answer, with the disk of each that is in no basis. */
export interface Present {
  readonly members: readonly NodeRef[];
  readonly disks: readonly Giver[];
}

/** The view that is to be chosen, and the seals of its bases. */
export interface Made {
  /** In the order of the bases. */
  readonly seals: readonly Seal[];
  readonly view: View;
  /** Other members have accepted it already. */
  readonly isBound: boolean;
  /** Members of the view that may count in it. */
  readonly mayCount: readonly NodeRef[];
}

/** The position of a change; each step follows when the round of questions before it is over. */
export type Step =
  | { readonly name: 'present' }
  | { readonly name: 'prefetch'; readonly present: Present; readonly left: readonly View[] }
  /** Gives newcomers most of the records before the seal. */
  | { readonly name: 'prebring'; readonly present: Present }
  | { readonly name: 'seal'; readonly present: Present; readonly seals: readonly Seal[] }
  /** Notifies the members that do not know the basis; then all members promise. */
  | { readonly name: 'tell-all'; readonly present: Present; readonly seals: readonly Seal[] }
  | { readonly name: 'seal-all'; readonly present: Present; readonly seals: readonly Seal[] }
  | { readonly name: 'before'; readonly named: View | null }
  | { readonly name: 'enrol'; readonly present: Present; readonly seals: readonly Seal[] }
  | { readonly name: 'inquire'; readonly made: Made }
  | { readonly name: 'drop'; readonly made: Made }
  | { readonly name: 'take'; readonly made: Made; readonly left: readonly NodeRef[] }
  | { readonly name: 'bring-up'; readonly made: Made }
  | {
      readonly name: 'choose' | 'count-merged';
      readonly made: Made;
      readonly synced: readonly NodeRef[];
      /** Indexes of bases whose members have yet to accept, the present one first. */
      readonly left: readonly number[];
      readonly accepted: readonly NodeRef[];
    }
  | { readonly name: 'rebring'; readonly chosen: Chosen }
  | { readonly name: 'begin'; readonly chosen: Chosen };

/** Questions that were sent together. */
export interface Round {
  readonly number: number;
  readonly open: readonly { readonly to: NodeRef; readonly request: Request }[];
  readonly answers: readonly Answer[];
  readonly failures: readonly (ProposerEvent & { readonly type: 'failed' })[];
  /** There are enough answers, and a `late` event is due. */
  readonly isWaiting: boolean;
}

export interface Change {
  readonly plan: Plan;
  readonly step: Step;
  readonly round: Round;
}

/** `change` is `null` when the change is over. */
export interface Transition {
  readonly change: Change | null;
  readonly actions: readonly ProposerAction[];
}

/** The warrant under which the records of a change are moved. */
export function warrantOf({ bases, ballot }: Plan): ChangeWarrant {
  return { bases: bases.map(({ epoch, lineage }) => ({ epoch, lineage })), ballot };
}

export function report(outcome: Outcome, actions: readonly ProposerAction[] = []): Transition {
  return { change: null, actions: [...actions, { type: 'report', outcome }] };
}

export function unavailable(sentence: string, isWithoutQuorum = false): Outcome {
  return { kind: 'unavailable', sentence, isWithoutQuorum };
}

export function without(nodes: readonly NodeRef[], others: readonly NodeRef[]): NodeRef[] {
  return nodes.filter((node) => !others.some((other) => sameNode(node, other)));
}
