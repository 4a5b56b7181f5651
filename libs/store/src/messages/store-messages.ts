// Knows every message of the store, with request and reply. Records travel encoded, checksums included.
import type { Id, NodeRef } from '@chord-dht/chord';
import type { Condition } from '../owner/conditions';
import type { Position } from '../range/position';

/** Part of every answer of an owner: it owns (`ownedFrom`, itself], for the caller to remember. */
interface Owned {
  readonly ownedFrom: Id;
}

export interface PutRequest {
  readonly key: string;
  readonly value: Uint8Array;
  readonly contentType: string;
  readonly ttlSeconds: number | null;
  readonly condition: Condition | null;
  /** The same in every retry. */
  readonly writeId: string;
}

export interface RemoveRequest {
  readonly key: string;
  readonly condition: Condition | null;
  readonly writeId: string;
}

export interface PutReply extends Owned {
  readonly version: string;
  readonly created: boolean;
}

export interface RemoveReply extends Owned {
  readonly removed: boolean;
}

export interface GetReply extends Owned {
  /** `null` when there is no live record. */
  readonly record: Uint8Array | null;
}

export interface ListRequest {
  /** The first id that is wanted; the receiver owns it. */
  readonly lowId: Id;
  /** Begin behind this key of `lowId` or later. */
  readonly after: Position | null;
  readonly prefix: string;
  readonly limit: number;
}

export interface ListedKey {
  readonly key: string;
  readonly version: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly modifiedAtMs: number;
}

export interface ListReply extends Owned {
  readonly keys: readonly ListedKey[];
  /** Where to go on at this owner; `null` when it has no more up to the end of its arc, or of the ids. */
  readonly next: Position | null;
}

export interface ClaimReply {
  /** From here up to the claimant the receiver will serve nothing any more; `null` when it refuses. */
  readonly grantedFrom: Id | null;
  /** Who is to be asked instead, or who has the rest when only a part is granted. */
  readonly next: NodeRef | null;
  /** No version that the receiver gave out in the arc is later. */
  readonly clockMs: number;
}

export interface PullReply {
  readonly records: readonly Uint8Array[];
  readonly next: Position | null;
  /** False while the receiver itself still fetches records of the arc. */
  readonly complete: boolean;
}

export type StoreMessages = {
  'store.put': { request: PutRequest; reply: PutReply };
  'store.get': { request: { key: string }; reply: GetReply };
  'store.remove': { request: RemoveRequest; reply: RemoveReply };
  'store.list': { request: ListRequest; reply: ListReply };

  /** What lies under a key at the receiver, and where that one still fetches from; `depth` bounds the chain. */
  'store.read': { request: { key: string; depth: number }; reply: { record: Uint8Array | null } };
  /** The sender, a predecessor, takes over what lies behind `fromId` up to itself. */
  'store.claim': { request: { fromId: Id }; reply: ClaimReply };
  /** A page of what lies at the receiver in an arc. */
  'store.pull': { request: { fromId: Id; toId: Id; after: Position | null }; reply: PullReply };
  /** The sender has these durably; the receiver need not keep them. */
  'store.drop': { request: { names: readonly { key: string; version: string }[] }; reply: null };
  /** Records that belong to the receiver; it answers which ones it has durably. */
  'store.push': {
    request: { records: readonly Uint8Array[] };
    reply: { taken: readonly boolean[] };
  };
  /**
   * The sender leaves: the receiver, its successor, serves the sender's arc behind `fromId` from now
   * on and fetches all that it has. Repeated until nothing is left.
   */
  'store.adopt': {
    request: { fromId: Id; clockMs: number; remaining: boolean };
    reply: { fetching: boolean };
  };
  /** Answers whether everything lies where it belongs, as far as the receiver knows. */
  'store.settled': { request: null; reply: { settled: boolean } };
};
