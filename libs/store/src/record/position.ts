// The order of records: by key id, then by the bytes of the key; and arcs of that order.
import { inRange, type Id } from '@chord-dht/chord';
import { compareUtf8 } from '../base/utf8';

/** The position of a record. */
export interface Position {
  readonly keyId: Id;
  readonly key: string;
}

/** The ids clockwise behind `fromId` up to and with `toId`; the whole ring when they are equal. */
export interface Arc {
  readonly fromId: Id;
  readonly toId: Id;
}

export function overlap(a: Arc, b: Arc): boolean {
  return inRange(a.fromId, b.toId, a.toId) || inRange(b.fromId, a.toId, b.toId);
}

/** From id 0 upwards. */
export function comparePositions(a: Position, b: Position): number {
  if (a.keyId !== b.keyId) return a.keyId < b.keyId ? -1 : 1;
  return compareUtf8(a.key, b.key);
}

/** Clockwise from `fromId`, whose own records come last. */
export function compareClockwise(fromId: Id, a: Position, b: Position): number {
  const aWrapped = a.keyId <= fromId;
  const bWrapped = b.keyId <= fromId;
  if (aWrapped !== bWrapped) return aWrapped ? 1 : -1;
  return comparePositions(a, b);
}

/** A stretch of the order that does not cross id 0. */
export interface Segment {
  /** Exclusive; a missing key stands for the end of all keys of that id, `null` for the beginning of the order. */
  readonly low: { readonly keyId: Id; readonly key?: string } | null;
  /** Inclusive; `null` for the end of the order. */
  readonly highId: Id | null;
}

/** The stretches of an arc, in clockwise order, from behind `after` on. */
export function segmentsOf({ fromId, toId }: Arc, after?: Position | null): Segment[] {
  const start = { keyId: fromId };
  if (fromId < toId) {
    const low = after && after.keyId > fromId ? after : start;
    return [{ low, highId: toId }];
  }
  if (after && after.keyId <= fromId) return [{ low: after, highId: toId }];
  return [
    { low: after ?? start, highId: null },
    { low: null, highId: toId },
  ];
}
