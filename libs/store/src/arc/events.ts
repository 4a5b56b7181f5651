// Every observable event of stored values.
import type { NodeRef } from '@chord-dht/chord';
import type { Arc, Position } from '../record/position';

/** Figures count records, tombstones included, and the bytes of their values. */
export type StoreEvent =
  /** This node is the primary of an arc from now on. */
  | {
      readonly type: 'view-began';
      readonly arc: Arc;
      readonly epoch: number;
      readonly members: readonly NodeRef[];
    }
  /** The next view of an arc cannot begin now; operations on its keys are answered 503 until it can. */
  | { readonly type: 'view-blocked'; readonly arc: Arc; readonly message: string }
  /** A home replica of an arc has come back under another name. */
  | {
      readonly type: 'member-moved';
      readonly arc: Arc;
      readonly former: NodeRef;
      readonly present: NodeRef;
    }
  /** A home replica was brought up to date. */
  | { readonly type: 'replica-repaired'; readonly arc: Arc; readonly node: NodeRef }
  /** Many records are brought to another node, or fetched from there; told until it is over. */
  | {
      readonly type: 'records-moving';
      readonly records: number;
      readonly done: number;
      readonly recordsPerSecond: number;
      readonly secondsLeft: number | null;
    }
  | { readonly type: 'records-moved'; readonly records: number; readonly recordsPerSecond: number }
  /** Two rings had different values of one key: the later stayed. */
  | {
      readonly type: 'conflict-resolved';
      readonly key: string;
      readonly kept: string;
      readonly discarded: string;
      readonly discardedBytes: number;
    }
  | { readonly type: 'hand-off-started'; readonly records: number }
  | { readonly type: 'hand-off-done' }
  | { readonly type: 'record-corrupt'; readonly position: Position }
  /** One whose value could not be read is whole again, from another home replica. */
  | { readonly type: 'record-mended'; readonly position: Position; readonly from: NodeRef }
  /** A peer sent a record that cannot be taken, for example with a version from the far future. */
  | { readonly type: 'record-refused'; readonly from: NodeRef; readonly message: string }
  /** An engine stood in the way of work in the background, or a defect of our own in the way of that or of a request. */
  | {
      readonly type: 'store-fault';
      readonly error: unknown;
      /** The request of a client that met it. */
      readonly trace?: string;
    };
