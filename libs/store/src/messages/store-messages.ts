// The messages about keys of the whole ring, with request and reply; those about views and between home replicas are
// in `view/view-messages.ts`, and get, put, remove, append and confirm, which travel as bytes, in `*-bytes.ts`.
// Records travel encoded, checksums included.
import type { Id } from '@chord-dht/chord';
import type { Change, Seen, WatchFilter } from '../changes/change';
import type { Condition } from '../record/conditions';
import type { TtlSeconds } from '../record/keys';
import type { NameMark } from '../arc/index-pages';
import type { Arc } from '../record/position';

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

/** A stretch of names under the ids of an arc; the receiver answers for the first of these ids. */
export interface NamesRequest {
  readonly arc: Arc;
  readonly prefix: string;
  /** Begin behind this place; `null` for the first name. */
  readonly after: NameMark | null;
}

export interface ListRequest extends NamesRequest {
  /** Names that go on behind it are cut there, and named once. */
  readonly delimiter: string | null;
  /** How many keys and prefixes, at least 1. */
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

/** Part of every answer about names. */
interface NamesReply extends Owned {
  /** The answer speaks of the ids of the arc up to this one. */
  readonly toId: Id;
  /** Where to go on; `null` when there is nothing more. */
  readonly next: NameMark | null;
}

export interface ListReply extends NamesReply {
  /** Sorted by name, as the prefixes are. */
  readonly keys: readonly ListedKey[];
  readonly prefixes: readonly string[];
}

export interface CountReply extends NamesReply {
  /** Of this answer alone. */
  readonly keys: number;
  /** The sizes of their values. */
  readonly bytes: number;
}

export interface ChangesRequest {
  readonly arc: Arc;
  readonly filter: WatchFilter;
  readonly values: boolean;
  /** Where the watcher has come to; `null` for one that wants what happens from now on. */
  readonly seen: Seen | null;
  /** How long to wait for something to tell. */
  readonly waitMs: number;
  /** To be told again from so long before its place, when that is in the log of another node. */
  readonly slackMs: number;
}

export type ToldChange = Omit<Change, 'keyId'> & {
  readonly sequence: number;
  readonly value: Uint8Array | null;
};

export interface ChangesReply extends Owned {
  readonly toId: Id;
  readonly changes: readonly ToldChange[];
  /** Something before these changes may be missing. */
  readonly hasGap: boolean;
  /** There was nothing more to tell. */
  readonly isAll: boolean;
  /** Where the watcher is behind them. */
  readonly seen: Seen;
}

export type StoreMessages = {
  'store.names': { request: ListRequest; reply: ListReply };
  'store.count': { request: NamesRequest; reply: CountReply };
  'store.changes': { request: ChangesRequest; reply: ChangesReply };

  /** Answers whether everything lies where it belongs, as far as the receiver knows. */
  'store.settled': { request: null; reply: { settled: boolean } };
};
