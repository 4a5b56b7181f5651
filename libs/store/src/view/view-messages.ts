// The messages by which nodes agree on views and bring each other's records up to date.
import type { Id } from '@chord-dht/chord';
import type { Arc, Position } from '../record/position';
import type { ShownCopy } from '../record/shown';
import type { SentState } from './view-codec';
import type { Ballot, ChangeWarrant, View, ViewName } from './view';
import type { Proposal } from './view-state';

export interface SentSegment {
  readonly arc: Arc;
  readonly state: SentState;
}

/** The name of a disk; `null` from a node of version 1, which does not name any. */
export type Disk = string | null;

/**
 * Paxos, phase 1. `forgot`: the receiver may have counted in the view before it lost its disk. `disk`
 * has given the promise. `other`: it has another view than the caller believes; its states say which.
 * `divided`: it has accepted different successors in parts of the arc, each of which is to be asked for alone.
 */
export type PrepareReply =
  | {
      readonly kind: 'promised';
      readonly synced: boolean;
      readonly forgot: boolean;
      readonly accepted: Proposal | null;
      readonly disk: Disk;
    }
  | { readonly kind: 'outbid'; readonly promised: Ballot }
  | { readonly kind: 'other' | 'divided'; readonly segments: readonly SentSegment[] };

export type AcceptReply = { readonly kind: 'accepted' | 'refused' };

/** `wasSynced`: it said so of itself before this message already. `disk` has the view now. */
export interface ActivateReply {
  readonly wasSynced: boolean;
  readonly disk: Disk;
}

export interface Head {
  readonly key: string;
  readonly version: string;
}

/** A page of names and versions in the order of the arc. */
export interface HeadsReply {
  readonly heads: readonly Head[];
  readonly next: Position | null;
  /** How many were passed over that cannot be read; a node of an earlier version does not say so. */
  readonly corrupt: number;
}

/** Equal for equal sets of (key, version). */
export interface Digest {
  readonly count: number;
  readonly hash: string;
}

/**
 * The same, or under a view that is chosen: it is in force, and the sender is its primary, or another
 * member that brings up one that does not count yet.
 */
export type Warrant = ChangeWarrant | { readonly view: ViewName };

/** What the owner of an arc knows about it; `complete` when all members of its views hold everything. */
export interface OfferReply {
  readonly segments: readonly SentSegment[];
  readonly complete: boolean;
}

/** One by one, or as `packRecords` makes one row of bytes of them, for a receiver that knows it. */
export type SentRecords = readonly Uint8Array[] | Uint8Array;

export type ViewMessages = {
  /** Which views do you know in this arc? */
  'view.collect': { request: { arc: Arc }; reply: { segments: readonly SentSegment[] } };
  'view.prepare': { request: { arc: Arc; basis: ViewName; ballot: Ballot }; reply: PrepareReply };
  /** Refused by another disk than the one that has promised. */
  'view.accept': {
    request: { arc: Arc; basis: ViewName; proposal: Proposal; disk: Disk };
    reply: AcceptReply;
  };
  /**
   * The view is chosen; `synced` says that `disk` holds everything that came before.
   * Refused with `OTHER_DISK` when that is lost.
   */
  'view.activate': {
    request: { arc: Arc; view: View; synced: boolean; disk: Disk };
    reply: ActivateReply;
  };
  /** Which disk do you have? It has another name when it is lost. */
  'view.disk': { request: null; reply: { disk: string } };
  /** The view is sealed, and the receiver is to be in the next one. Refused when it has not that disk any more. */
  'view.enrol': { request: { arc: Arc; basis: View; disk: string }; reply: null };
  /** The sender leaves: it is to be no home replica any more. `fromId` to its successor, which takes its arc over. */
  'view.leaving': { request: { fromId: Id | null }; reply: null };
  /**
   * The sender keeps records of an arc of the receiver's: is the view merged, and are they needed? Or
   * it is a member of the view that does not hold everything: then it waits to be given the rest.
   */
  'view.offer': { request: { arc: Arc; view: View; synced: boolean }; reply: OfferReply };

  /**
   * The mark is a place among the changes at this node; see `replica.changes`. `packs`: records may be sent to it as
   * one row of bytes; a node of an earlier version does not say so.
   */
  'replica.digest': { request: { arc: Arc }; reply: Digest & { mark: string; packs: boolean } };
  /** The figures of the parts of an arc; see `figuresOfParts`. */
  'replica.parts': { request: { arc: Arc }; reply: { parts: Uint8Array } };
  /** What was written in an arc since a mark; nothing when that is not known. */
  'replica.changes': {
    request: { arc: Arc; since: string };
    reply: { keys: readonly string[]; mark: string; isMore: boolean };
  };
  /** The next records of an arc. Whoever asks for the next page has taken the one before: that is the credit. */
  'replica.page': {
    request: { arc: Arc; after: Position | null; packs: boolean };
    reply: { records: SentRecords; next: Position | null; corrupt: number };
  };
  'replica.heads': { request: { arc: Arc; after: Position | null }; reply: HeadsReply };
  'replica.fetch': {
    request: { keys: readonly string[] };
    reply: { records: readonly Uint8Array[] };
  };
  /** What lies under a key, whatever the views of the receiver say: for people who compare copies. */
  'replica.show': { request: { key: string }; reply: ShownCopy };
  /** Later versions are taken, durably, before the answer. */
  'replica.store': {
    request: { records: SentRecords; under: Warrant };
    reply: null;
  };
  /** What the primary of the view does not have is dropped; refused as a write of the view is. */
  'replica.drop': { request: { view: ViewName; names: readonly Head[] }; reply: null };
  /** Is the view still in force, and which version do you have? */
  'replica.read': {
    request: { view: ViewName; key: string };
    reply: { version: string | null; counts: boolean };
  };
};
