// The state of a proposer during a change of views, its requests, and the answers. Pure data.
import { sameNode, type Id, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import type { AcceptorReply, AcceptorRequest } from './acceptor';
import type { Giver, Seal } from './seal';
import type { Ballot, ChangeWarrant, View } from './view';
import type { Disk, SentSegment } from './view-messages';

/** What a change starts from; it stays as it is to the end. */
export interface Plan {
  readonly self: NodeRef;
  readonly arc: Arc;
  /** The views that end: the one that this node knows, and those of other lineages that merge into it. */
  readonly bases: readonly View[];
  /** The home replicas of the view that is to begin, this node first. */
  readonly wanted: readonly NodeRef[];
  readonly ballot: Ballot;
  /** The view that is known to be chosen after the bases, if one is. */
  readonly toBegin: View | null;
  /** A view of ours that is chosen and has not begun: it is begun, and no other sought. */
  readonly chosen: Chosen | null;
  /** The members of the view that this node serves in all of the arc, if it does. */
  readonly serves: readonly NodeRef[] | null;
  /** Records lay here in the arc before the change began. */
  readonly had: boolean;
  /** Whom to ask about a view that went before. */
  readonly neighbours: readonly NodeRef[];
}

/** A view that is chosen, with what is known of its members. */
export interface Chosen {
  readonly view: View;
  /** Members that were brought up. */
  readonly synced: readonly NodeRef[];
  /** Members of the bases that are in it no more. */
  readonly former: readonly NodeRef[];
  /** Members that have nothing but what this node has. */
  readonly givers: readonly Giver[];
}

/** What moves records; the driver does it, and answers when it is done and durable. */
export type RecordsRequest =
  /** Of this node: what none of the peers has goes, later versions as well. */
  | { readonly kind: 'drop-unknown'; readonly peers: readonly NodeRef[] }
  /** What is later at the node comes here. */
  | { readonly kind: 'fetch' }
  /** What is later here goes to the node. */
  | { readonly kind: 'bring' }
  /** The node, which is told of the view, has what is here and nothing else. */
  | { readonly kind: 'tidy'; readonly view: View; readonly disk: Disk };

export type Request = AcceptorRequest | RecordsRequest;
export type Reply = AcceptorReply | { readonly kind: 'done' };

/** An answer and who gave it. */
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
  /** Only those are to come in who do not answer: the old view goes on. */
  | { readonly kind: 'unchanged' }
  /** The change cannot go on from what was believed; what was learnt leads to another. */
  | { readonly kind: 'superseded'; readonly sentence: string }
  /** What binds the proposer follows views of other rings as well. */
  | { readonly kind: 'incomplete'; readonly missing: readonly View[] }
  /** Parts of the arc go different ways. */
  | { readonly kind: 'divided'; readonly borders: readonly Id[] }
  | { readonly kind: 'unavailable'; readonly sentence: string; readonly isWithoutQuorum: boolean };

export type ProposerAction =
  | {
      readonly type: 'ask';
      readonly round: number;
      readonly to: NodeRef;
      readonly request: Request;
    }
  /** `late` is to come a little later: there is enough, and the last ones are not waited for long. */
  | { readonly type: 'wait'; readonly round: number }
  | { readonly type: 'learn'; readonly segments: readonly SentSegment[] }
  /** Somebody has promised a ballot of so high a round. */
  | { readonly type: 'outbid'; readonly round: number }
  /** To be remembered until it has begun: no other node knows who holds everything. */
  | { readonly type: 'chosen'; readonly chosen: Chosen }
  /** Nobody waits for it. */
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
  /** `isGone`: it does not answer, as opposed to a refusal. `isFull`: this node has no room for what it would be given. */
  | {
      readonly type: 'failed';
      readonly round: number;
      readonly from: NodeRef;
      readonly isGone: boolean;
      readonly isFull?: boolean;
      readonly sentence: string;
    }
  | { readonly type: 'late'; readonly round: number };

/** Members of the next view that answer, with the disk of each that was in no basis. */
export interface Present {
  readonly members: readonly NodeRef[];
  readonly disks: readonly Giver[];
}

/** The view that is to be chosen, and what the seals say. */
export interface Made {
  /** In the order of the bases. */
  readonly seals: readonly Seal[];
  readonly view: View;
  /** Others have accepted it already. */
  readonly isBound: boolean;
  /** Members of the view that may count in it. */
  readonly mayCount: readonly NodeRef[];
}

/** Where a change is; each step follows when the round of questions before it is over. */
export type Step =
  | { readonly name: 'present' }
  | { readonly name: 'prefetch'; readonly present: Present; readonly left: readonly View[] }
  /** Newcomers are given most of what there is before the seal. */
  | { readonly name: 'prebring'; readonly present: Present }
  | { readonly name: 'seal'; readonly present: Present; readonly seals: readonly Seal[] }
  /** Those that do not know the basis hear of it; then all of them promise. */
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
      /** Places of bases whose members are still to accept, the present one first. */
      readonly left: readonly number[];
      readonly accepted: readonly NodeRef[];
    }
  | { readonly name: 'rebring'; readonly chosen: Chosen }
  | { readonly name: 'begin'; readonly chosen: Chosen };

/** Questions that were asked at once. */
export interface Round {
  readonly number: number;
  readonly open: readonly { readonly to: NodeRef; readonly request: Request }[];
  readonly answers: readonly Answer[];
  readonly failures: readonly (ProposerEvent & { readonly type: 'failed' })[];
  /** There is enough, and `late` is to come. */
  readonly isWaiting: boolean;
}

export interface Change {
  readonly plan: Plan;
  readonly step: Step;
  readonly round: Round;
}

/** `change` is `null` when it is over. */
export interface Turn {
  readonly change: Change | null;
  readonly actions: readonly ProposerAction[];
}

/** Under what its records are moved. */
export function warrantOf({ bases, ballot }: Plan): ChangeWarrant {
  return { bases: bases.map(({ epoch, lineage }) => ({ epoch, lineage })), ballot };
}

export function report(outcome: Outcome, actions: readonly ProposerAction[] = []): Turn {
  return { change: null, actions: [...actions, { type: 'report', outcome }] };
}

export function unavailable(sentence: string, isWithoutQuorum = false): Outcome {
  return { kind: 'unavailable', sentence, isWithoutQuorum };
}

export function without(nodes: readonly NodeRef[], others: readonly NodeRef[]): NodeRef[] {
  return nodes.filter((node) => !others.some((other) => sameNode(node, other)));
}
