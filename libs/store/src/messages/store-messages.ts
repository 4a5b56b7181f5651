// Knows every message of the store, with request and reply. Records travel encoded, checksums included.
import type { Id } from '@chord-dht/chord';
import type { Condition } from '../primary/conditions';
import type { TtlSeconds } from '../range/keys';
import type { Position } from '../range/position';

/** Part of every answer of an owner: it owns (`ownedFrom`, itself], for the caller to remember. */
interface Owned {
  readonly ownedFrom: Id;
}

/** What makes a retry of a write recognisable. */
export interface WriteIdentity {
  /** The same in every retry. */
  readonly writeId: string;
  /** The coordinator's hybrid time when the operation began: its version, if it gets one, is not earlier. */
  readonly issuedMs: number;
  /** An earlier attempt was not answered and may have been applied. */
  readonly repeated: boolean;
}

export interface PutRequest extends WriteIdentity {
  readonly key: string;
  readonly value: Uint8Array;
  readonly contentType: string;
  readonly ttlSeconds: TtlSeconds | null;
  readonly condition: Condition | null;
}

export interface RemoveRequest extends WriteIdentity {
  readonly key: string;
  readonly condition: Condition | null;
}

export interface PutReply extends Owned {
  readonly version: string;
  readonly created: boolean;
  /** As WrittenBytes. */
  readonly expiresAtMs: number | null | undefined;
  readonly replayed: boolean;
}

export interface RemoveReply extends Owned {
  readonly removed: boolean;
  readonly replayed: boolean;
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
  /** `null` when it has no end. */
  readonly expiresAtMs: number | null;
}

export interface ListReply extends Owned {
  readonly keys: readonly ListedKey[];
  /** Where to go on at this owner; `null` when it has no more up to `toId`. */
  readonly next: Position | null;
  /** The last id that the page speaks of. */
  readonly toId: Id;
}

export type StoreMessages = {
  'store.list': { request: ListRequest; reply: ListReply };

  /** Answers whether everything lies where it belongs, as far as the receiver knows. */
  'store.settled': { request: null; reply: { settled: boolean } };
};
