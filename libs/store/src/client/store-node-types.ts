// The types of a member's store, as its callers use them.
import type { ChordNode, NodeRef } from '@chord-dht/chord';
import type { Condition } from '../record/conditions';
import type { TtlSeconds } from '../record/keys';
import type { StoreParameters } from '../base/parameters';
import type { RecordStore } from '../arc/record-store';

export interface StoreNodeOptions {
  readonly chord: ChordNode;
  readonly records: RecordStore;
  readonly parameters?: Partial<StoreParameters>;
}

export interface CallerOptions {
  /** By default the operation timeout of the ring's parameters. */
  readonly timeoutMs?: number | undefined;
  readonly trace?: string | undefined;
}

export interface GetOptions extends CallerOptions {
  /** `one`: any home replica answers, fast and possibly stale. By default the reading is linearizable. */
  readonly consistency?: 'one' | undefined;
}

/** A write that a caller may repeat: an id made by `namedWriteId`, the same in every repetition. */
interface Repeatable {
  readonly writeId?: string | undefined;
}

export interface PutOptions extends CallerOptions, Repeatable {
  /** `application/octet-stream` by default. */
  readonly contentType?: string | undefined;
  readonly condition?: Condition | undefined;
  /** Without it the value has no expiry, even when it replaces one that had. */
  readonly ttlSeconds?: TtlSeconds | undefined;
}

export interface RemoveOptions extends CallerOptions, Repeatable {
  readonly condition?: Condition | undefined;
}

/** The node that served an operation, and the number of messages between nodes on the way. */
interface Served {
  readonly owner: NodeRef;
  readonly hops: number;
}

export type PutResult = Served & {
  readonly version: string;
  readonly created: boolean;
  /** `null` for a value without expiry, `undefined` where it is no longer known. */
  readonly expiresAtMs: number | null | undefined;
  /** True when an earlier request made this very write; the answer is that one's. */
  readonly replayed: boolean;
};
export type RemoveResult = Served & { readonly removed: boolean; readonly replayed: boolean };
export type GetResult = Served &
  (
    | { readonly found: false }
    | {
        readonly found: true;
        readonly value: Uint8Array;
        readonly contentType: string;
        readonly version: string;
        readonly modifiedAtMs: number;
        readonly expiresAtMs: number | null;
      }
  );

export interface NodeFigures {
  /** Keys that lie here, whatever their owner. */
  readonly keys: number;
  readonly bytes: number;
  /** Keys that lie here and that this node owns; an estimate while records are being moved. */
  readonly ownKeys: number;
  /** The total size of their values in bytes. */
  readonly ownBytes: number;
}
