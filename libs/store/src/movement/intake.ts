// Knows from whom this node still fetches records of its arc, and asks them with every operation
// meanwhile, so that a value is never absent because it has not moved yet.
import { codeOf, type Id, type NodeRef } from '@chord-dht/chord';
import { unavailable } from '../errors';
import { overlap, type Arc, type Position } from '../range/position';
import { laterOf } from '../record/merge';
import type { StoredRecord } from '../record/stored-record';
import type { StoreContext } from '../store-context';
import { Source, type SourceKind } from './source';

/** A chain of nodes that fetch from one another is followed so far. */
export const DEPTH_MAX = 8;

export class Intake {
  private readonly sources = new Map<Id, Source>();
  /** The successor of which the arc was claimed last. */
  private claimedFrom: Id | null = null;

  constructor(private readonly context: StoreContext) {}

  get pending(): number {
    return this.sources.size;
  }

  isFetchingFrom(node: NodeRef): boolean {
    return this.sources.has(node.id);
  }

  /** A node that was to leave stays after all, and fetches from us. */
  forgetLeaver(node: NodeRef): void {
    const source = this.sources.get(node.id);
    if (source?.kind !== 'leaver') return;
    source.stop();
    this.sources.delete(node.id);
  }

  /** True while records of the arc may be elsewhere. */
  concerns(arc: Arc): boolean {
    return [...this.sources.values()].some(
      (source) => source.arc !== null && overlap(source.arc, arc),
    );
  }

  /** After a change of the ring: a new successor, or a larger arc, may mean records to fetch. */
  follow(arcHasGrown: boolean): void {
    const { chord, authority } = this.context;
    const { membership, successor } = chord;
    if (membership !== 'member' && membership !== 'leaving') return this.stop();
    if (successor.id === chord.self.id) {
      authority.confirmAll();
      return;
    }
    if (arcHasGrown || successor.id !== this.claimedFrom) this.open(successor, 'successor');
    this.claimedFrom = successor.id;
  }

  open(node: NodeRef, kind: SourceKind): void {
    const present = this.sources.get(node.id);
    if (present?.kind === kind) {
      present.restart();
      return;
    }
    present?.stop();
    const source = new Source(this.context, node, kind, () => {
      if (this.sources.get(node.id) === source) this.sources.delete(node.id);
    });
    this.sources.set(node.id, source);
    source.start();
  }

  stop(): void {
    for (const source of this.sources.values()) source.stop();
    this.sources.clear();
    this.claimedFrom = null;
  }

  /**
   * The latest of `local` and what those have from whom we still fetch.
   * @throws StoreError `UNAVAILABLE` when one of them does not answer: absent would be a guess
   */
  async latest(
    position: Position,
    local: StoredRecord | undefined,
    deadlineAtMs: number,
    depth = 0,
  ): Promise<StoredRecord | undefined> {
    const asked = [...this.sources.values()].filter((source) => source.mayHave(position));
    if (asked.length === 0) return local;
    if (depth >= DEPTH_MAX)
      throw unavailable('Too many nodes fetch from one another.', 'not-applied');
    const found = await Promise.all(
      asked.map((source) => this.ask(source, position, deadlineAtMs, depth + 1)),
    );
    // What was fetched while we asked is here now, and no longer there.
    const fresh = this.freshLocal(position, local);
    return found.reduce(laterOf, fresh);
  }

  private freshLocal(
    position: Position,
    local: StoredRecord | undefined,
  ): StoredRecord | undefined {
    const fresh = this.context.records.get(position.keyId, position.key);
    return laterOf(fresh, local);
  }

  private async ask(
    source: Source,
    position: Position,
    deadlineAtMs: number,
    depth: number,
  ): Promise<StoredRecord | undefined> {
    const { chord, parameters, call, read } = this.context;
    const remainingMs = deadlineAtMs - chord.clock.nowMs();
    if (remainingMs <= 0) throw unavailable('There was no time left.', 'not-applied');
    try {
      const timeoutMs = Math.min(remainingMs, parameters.dataTimeoutMs);
      const reply = await call(
        source.node,
        'store.read',
        { key: position.key, depth },
        { timeoutMs },
      );
      const { record } = read.fields(reply);
      return record === null ? undefined : read.record(record);
    } catch (error) {
      // A source that has ended meanwhile has nothing that is not here.
      if (!source.mayHave(position) || this.sources.get(source.node.id) !== source)
        return undefined;
      throw unavailable(
        `${source.node.address}, from where this key is being fetched, does not answer.`,
        'not-applied',
        codeOf(error),
      );
    }
  }
}
