// The fingers of one node: for each index i the owner of self + 2^i (ToN 2003, section IV, Scalable Key Location).
import type { Id } from '../id/between';
import type { IdSpace } from '../id/id-space';
import type { NodeRef } from '../id/node-ref';

/** A run of indices that share one node. */
export interface FingerEntry {
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** The start of the first index: `self + 2^firstIndex`. */
  readonly start: Id;
  readonly node: NodeRef;
  /** When the run was last confirmed, in the node's monotonic milliseconds. */
  readonly refreshedAtMs: number;
}

const KNOWN_DISTANCES_MAX = 64;

export class FingerTable {
  /** Ascending by index; runs do not overlap, and there may be gaps. */
  private runs: FingerEntry[] = [];
  /** The number of finger starts within the distance of a node, cached: mostly the same nodes are asked for. */
  private readonly startsWithin = new Map<Id, number>();

  constructor(
    private readonly self: NodeRef,
    private readonly space: IdSpace,
  ) {}

  entries(): readonly FingerEntry[] {
    return this.runs;
  }

  /** Replaces the whole table. `runs` ascend by index and do not overlap. */
  adopt(runs: readonly FingerEntry[]): void {
    this.runs = [...runs];
  }

  /**
   * Enters `owner` for index `first` and for every further index whose start it also owns, so that one answer fills
   * them all.
   * @returns the last index that was filled
   */
  fill(first: number, owner: NodeRef, nowMs: number): number {
    const last = this.lastCovered(first, owner);
    if (this.confirm(first, last, owner, nowMs)) return last;
    const kept: FingerEntry[] = [];
    for (const run of this.runs) kept.push(...this.outside(run, first, last));
    const start = this.space.fingerStart(this.self.id, first);
    kept.push({ firstIndex: first, lastIndex: last, start, node: owner, refreshedAtMs: nowMs });
    this.runs = kept.sort((a, b) => a.firstIndex - b.firstIndex);
    return last;
  }

  /** Removes a node that does not answer. @returns true when it was there */
  remove(node: NodeRef): boolean {
    const before = this.runs.length;
    this.runs = this.runs.filter((run) => run.node.id !== node.id);
    return this.runs.length !== before;
  }

  clear(): void {
    this.runs = [];
  }

  /** The last index from `first` on whose start still lies at or before `owner`. */
  private lastCovered(first: number, owner: NodeRef): number {
    return Math.max(first, this.startsUpTo(owner.id) - 1);
  }

  /** Refreshes a run that has not changed, which is the common case. @returns false when it has */
  private confirm(first: number, last: number, owner: NodeRef, nowMs: number): boolean {
    const at = this.runs.findIndex((run) => run.firstIndex === first);
    const run = this.runs[at];
    if (!run || run.lastIndex !== last || run.node.id !== owner.id) return false;
    this.runs = this.runs.with(at, { ...run, node: owner, refreshedAtMs: nowMs });
    return true;
  }

  private outside(run: FingerEntry, first: number, last: number): FingerEntry[] {
    if (run.lastIndex < first || run.firstIndex > last) return [run];
    const parts: FingerEntry[] = [];
    if (run.firstIndex < first) parts.push({ ...run, lastIndex: first - 1 });
    if (run.lastIndex > last) {
      parts.push({
        ...run,
        firstIndex: last + 1,
        start: this.space.fingerStart(this.self.id, last + 1),
      });
    }
    return parts;
  }

  /** The first index whose start lies beyond `successor`: lower ones are the successor itself. */
  firstBeyond(successor: NodeRef): number {
    return this.startsUpTo(successor.id);
  }

  /** The start of finger `index`. */
  startOf(index: number): Id {
    const known = this.runs.find((run) => run.firstIndex === index);
    return known?.start ?? this.space.fingerStart(this.self.id, index);
  }

  /** The node entered for an index. */
  at(index: number): NodeRef | undefined {
    return this.runs.find((run) => run.firstIndex <= index && index <= run.lastIndex)?.node;
  }

  private startsUpTo(id: Id): number {
    let count = this.startsWithin.get(id);
    if (count === undefined) {
      count = this.space.fingerStartsWithin(this.self.id, id);
      if (this.startsWithin.size >= KNOWN_DISTANCES_MAX) this.startsWithin.clear();
      this.startsWithin.set(id, count);
    }
    return count;
  }
}
