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
 * The answer to Paxos, phase 1. `forgot`: the receiver may have counted in the view before it lost its disk. `disk`:
 * the disk that has promised. `other`: the receiver has another view than the caller assumes; the segments have it.
 * `divided`: it has accepted different successors in parts of the arc, each of which has to be asked for alone.
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

/** `wasSynced`: it was synced before this message already. `disk`: the disk that has the view now. */
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
  /** The number of unreadable records that were passed over; missing from a node of an earlier version. */
  readonly corrupt: number;
}

/** Equal for equal sets of (key, version). */
export interface Digest {
  readonly count: number;
  readonly hash: string;
}

/**
 * A change of views; or a view that is chosen: it is in force, and the sender is its primary, or another member that
 * brings up one that does not count yet.
 */
export type Warrant = ChangeWarrant | { readonly view: ViewName };

/** The owner's states of the arc; `complete` when all members of its views hold everything. */
export interface OfferReply {
  readonly segments: readonly SentSegment[];
  readonly complete: boolean;
}

/** One by one, or as one array of bytes from `packRecords`, for a receiver that can read it. */
export type SentRecords = readonly Uint8Array[] | Uint8Array;

export type ViewMessages = {
  /** Returns the receiver's views in this arc. */
  'view.collect': { request: { arc: Arc }; reply: { segments: readonly SentSegment[] } };
  'view.prepare': { request: { arc: Arc; basis: ViewName; ballot: Ballot }; reply: PrepareReply };
  /** Refused by a disk other than the one that has promised. */
  'view.accept': {
    request: { arc: Arc; basis: ViewName; proposal: Proposal; disk: Disk };
    reply: AcceptReply;
  };
  /**
   * The view is chosen; `synced`: `disk` holds everything that came before. Refused with `OTHER_DISK` when that disk is
   * lost.
   */
  'view.activate': {
    request: { arc: Arc; view: View; synced: boolean; disk: Disk };
    reply: ActivateReply;
  };
  /** Returns the name of the receiver's disk, which changes when the disk is lost. */
  'view.disk': { request: null; reply: { disk: string } };
  /** The view is sealed, and the receiver is to be in the next one. Refused when it no longer has that disk. */
  'view.enrol': { request: { arc: Arc; basis: View; disk: string }; reply: null };
  /**
   * The sender leaves and is to be no home replica any more. `fromId`: the beginning of its arc, for its successor,
   * which takes it over.
   */
  'view.leaving': { request: { fromId: Id | null }; reply: null };
  /**
   * The sender keeps records of an arc of the receiver's, and asks whether the view is merged and they are still
   * needed. Or it is a member of the view that does not hold everything, and waits for the rest.
   */
  'view.offer': { request: { arc: Arc; view: View; synced: boolean }; reply: OfferReply };

  /**
   * `mark`: a place among the changes at this node; see `replica.changes`. `packs`: the receiver reads records as one
   * array of bytes; missing from a node of an earlier version.
   */
  'replica.digest': { request: { arc: Arc }; reply: Digest & { mark: string; packs: boolean } };
  /** The digests of the parts of an arc; see `figuresOfParts`. */
  'replica.parts': { request: { arc: Arc }; reply: { parts: Uint8Array } };
  /** The changes in an arc since a mark; nothing when the mark is unknown. */
  'replica.changes': {
    request: { arc: Arc; since: string };
    reply: { keys: readonly string[]; mark: string; isMore: boolean };
  };
  /** The next records of an arc. A request for the next page acknowledges the one before: that is the credit. */
  'replica.page': {
    request: { arc: Arc; after: Position | null; packs: boolean };
    reply: { records: SentRecords; next: Position | null; corrupt: number };
  };
  'replica.heads': { request: { arc: Arc; after: Position | null }; reply: HeadsReply };
  'replica.fetch': {
    request: { keys: readonly string[] };
    reply: { records: readonly Uint8Array[] };
  };
  /** The record under a key, independent of the receiver's views: for people who compare copies. */
  'replica.show': { request: { key: string }; reply: ShownCopy };
  /** Stores the versions that are later than the receiver's, durably before the answer. */
  'replica.store': {
    request: { records: SentRecords; under: Warrant };
    reply: null;
  };
  /** Drops records that the primary of the view does not have; refused as a write of the view is. */
  'replica.drop': { request: { view: ViewName; names: readonly Head[] }; reply: null };
  /** Asks whether the view is still in force, and for the receiver's version. */
  'replica.read': {
    request: { view: ViewName; key: string };
    reply: { version: string | null; counts: boolean };
  };
};
