// Knows everything about stored values that can be observed.
import type { NodeRef } from '@chord-dht/chord';
import type { Position } from './range/position';

/** Figures count records, tombstones included, and the bytes of their values. */
export type StoreEvent =
  /** Values of our arc may still lie at `from`; it is asked with every operation until it has none. */
  | { readonly type: 'range-pending'; readonly from: NodeRef }
  | {
      readonly type: 'range-moved';
      readonly from: NodeRef;
      readonly to: NodeRef;
      readonly records: number;
      readonly bytes: number;
    }
  | { readonly type: 'range-settled'; readonly from: NodeRef }
  /** It left the ring before it had handed over everything; what it still has comes back with it. */
  | { readonly type: 'range-abandoned'; readonly from: NodeRef; readonly code: string }
  /** Two rings had different values of one key: the later stayed. */
  | {
      readonly type: 'conflict-resolved';
      readonly key: string;
      readonly kept: string;
      readonly discarded: string;
      readonly discardedBytes: number;
    }
  | { readonly type: 'hand-off-started'; readonly to: NodeRef; readonly records: number }
  | { readonly type: 'hand-off-done'; readonly to: NodeRef }
  | { readonly type: 'record-corrupt'; readonly position: Position }
  /** A peer sent a record that cannot be taken, for example with a version from the far future. */
  | { readonly type: 'record-refused'; readonly from: NodeRef; readonly message: string }
  /** An engine or a defect of our own stood in the way of work in the background. */
  | { readonly type: 'store-fault'; readonly error: unknown };
