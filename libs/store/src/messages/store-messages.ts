// The messages about keys of the whole ring, with request and reply; those about views and between home replicas are
// in `view/view-messages.ts`, and get, put, remove, append and confirm, which travel as bytes, in `*-bytes.ts`.
// Records travel encoded, checksums included.
import type { Id } from '@chord-dht/chord';
import type { Change, Seen, WatchFilter } from '../changes/change';
import type { Condition } from '../record/conditions';
import type { TtlSeconds } from '../record/keys';
import type { NameMark } from '../arc/index-pages';
import type { Arc } from '../record/position';

/** Part of every answer of an owner: its arc (`ownedFrom`, own id], for the caller to cache. */
interface Owned {
  readonly ownedFrom: Id;
}

/** The fields by which a retry of a write is recognised. */
export interface WriteIdentity {
  /** The same in every retry. */
  readonly writeId: string;
  /** The coordinator's hybrid time when the operation began: the version of the write is not earlier. */
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

/** A stretch of names under the ids of an arc; the receiver answers for the first of these ids. */
export interface NamesRequest {
  readonly arc: Arc;
  readonly prefix: string;
  /** The place behind which the page begins; `null` for the first name. */
  readonly after: NameMark | null;
}

export interface ListRequest extends NamesRequest {
  /** Names are cut behind its next occurrence, and equal results listed once. */
  readonly delimiter: string | null;
  /** The most keys and prefixes, at least 1. */
  readonly limit: number;
}

export interface ListedKey {
  readonly key: string;
  readonly version: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly modifiedAtMs: number;
  /** `null` without an expiry. */
  readonly expiresAtMs: number | null;
}

/** Part of every answer about names. */
interface NamesReply extends Owned {
  /** The answer covers the ids of the arc up to this one. */
  readonly toId: Id;
  /** The place where the next page begins; `null` at the end. */
  readonly next: NameMark | null;
}

export interface ListReply extends NamesReply {
  /** Sorted by name, as the prefixes are. */
  readonly keys: readonly ListedKey[];
  readonly prefixes: readonly string[];
}

export interface CountReply extends NamesReply {
  /** The number of keys in this answer alone. */
  readonly keys: number;
  /** The total size of their values. */
  readonly bytes: number;
}

export interface ChangesRequest {
  readonly arc: Arc;
  readonly filter: WatchFilter;
  readonly values: boolean;
  /** The watcher's place; `null` for one that begins now. */
  readonly seen: Seen | null;
  /** The time to wait for a change, in milliseconds. */
  readonly waitMs: number;
  /** In milliseconds: the answer begins so long before the watcher's place when that is in the log of another node. */
  readonly slackMs: number;
}

export type ToldChange = Omit<Change, 'keyId'> & {
  readonly sequence: number;
  readonly value: Uint8Array | null;
};

export interface ChangesReply extends Owned {
  readonly toId: Id;
  readonly changes: readonly ToldChange[];
  /** True when changes before these may be missing. */
  readonly hasGap: boolean;
  /** True when there were no more changes. */
  readonly isAll: boolean;
  /** The watcher's place behind them. */
  readonly seen: Seen;
}

export type StoreMessages = {
  'store.names': { request: ListRequest; reply: ListReply };
  'store.count': { request: NamesRequest; reply: CountReply };
  'store.changes': { request: ChangesRequest; reply: ChangesReply };

  /** Returns whether every record is at its home replicas, as far as the receiver can tell. */
  'store.settled': { request: null; reply: { settled: boolean } };
};
