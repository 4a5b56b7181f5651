// Knows how records that lie outside this node's arc get to the nodes that own them: pushed, durable
// there, then dropped here.
import { codeOf, inRange, type Id, type NodeRef } from '@chord-dht/chord';
import { type Arc, type Position } from '../range/position';
import { encodeRecord } from '../record/record-codec';
import type { Page } from '../ports/record-store';
import type { RecordHead, StoredRecord } from '../record/stored-record';
import { pause, type StoreContext } from '../store-context';

/** So long after a pull an arc is left to the one who pulls. */
const PULLED_MS = 3_000;
const PULLERS_MAX = 64;

export class Rehoming {
  private readonly pulled = new Map<Id, { readonly arc: Arc; readonly atMs: number }>();

  constructor(private readonly context: StoreContext) {}

  /** Where the records are that do not belong here; `undefined` when everything or nothing does. */
  get foreignArc(): Arc | undefined {
    const { arc } = this.context.authority;
    return !arc || arc.fromId === arc.toId ? undefined : { fromId: arc.toId, toId: arc.fromId };
  }

  /** True when a record that can be read lies here and belongs elsewhere. */
  get isAnythingDisplaced(): boolean {
    const foreign = this.foreignArc;
    if (!foreign) return false;
    let after: Position | null = null;
    do {
      const page: Page<RecordHead> = this.context.records.scanHeads(foreign, { records: 10, after });
      if (page.items.length > 0) return true;
      after = page.next;
    } while (after);
    return false;
  }

  /** How many records lie here that belong elsewhere. */
  get displaced(): number {
    const foreign = this.foreignArc;
    return foreign ? this.context.records.count(foreign) : 0;
  }

  /** `node` fetches the arc itself: to push it as well would move it twice. */
  leaveTo(node: NodeRef, arc: Arc): void {
    if (this.pulled.size >= PULLERS_MAX) this.pulled.clear();
    this.pulled.set(node.id, { arc, atMs: this.context.chord.clock.nowMs() });
  }

  /**
   * One round over all records that are displaced. What cannot be moved now is left for the next.
   * @returns true when something was left for lack of an owner that takes it
   */
  async round(): Promise<boolean> {
    let isLeft = false;
    let after: Position | null = null;
    for (;;) {
      const foreign = this.foreignArc;
      const { membership } = this.context.chord;
      if (!foreign || (membership !== 'member' && membership !== 'leaving')) return false;
      const { pageRecordsMax, pageBytesMax } = this.context.parameters;
      const page = this.context.records.scan(foreign, {
        records: pageRecordsMax,
        bytes: pageBytesMax,
        after,
      });
      for (const position of page.corrupt)
        this.context.events.emit({ type: 'record-corrupt', position });
      const mine = page.items.filter((record) => !this.isPulled(record.keyId));
      if (!(await this.bringHome(mine))) isLeft = true;
      if (!page.next) return isLeft || mine.length < page.items.length;
      after = page.next;
      await pause(this.context, 1);
    }
  }

  private isPulled(keyId: Id): boolean {
    const freshMs = this.context.chord.clock.nowMs() - PULLED_MS;
    for (const [id, { arc, atMs }] of this.pulled) {
      if (atMs < freshMs) this.pulled.delete(id);
      else if (inRange(arc.fromId, keyId, arc.toId)) return true;
    }
    return false;
  }

  /** Records come clockwise, so those of one owner follow one another. */
  private async bringHome(records: readonly StoredRecord[]): Promise<boolean> {
    let allTaken = true;
    for (let index = 0; index < records.length;) {
      const first = records[index] as StoredRecord;
      try {
        const { owner } = await this.context.chord.lookup(first.keyId, { verifyOwner: false });
        let end = index + 1;
        while (end < records.length && this.isBetween(first, records[end] as StoredRecord, owner))
          end += 1;
        const taken =
          owner.id !== this.context.chord.self.id &&
          (await this.push(owner, records.slice(index, end)));
        if (!taken) allTaken = false;
        index = end;
      } catch (error) {
        if (codeOf(error) === 'INTERNAL') throw error;
        return false;
      }
    }
    return allTaken;
  }

  private isBetween(first: StoredRecord, record: StoredRecord, owner: NodeRef): boolean {
    if (first.keyId === owner.id) return record.keyId === owner.id;
    return record.keyId === first.keyId || inRange(first.keyId, record.keyId, owner.id);
  }

  private async push(owner: NodeRef, records: readonly StoredRecord[]): Promise<boolean> {
    const { call, read, parameters, events, chord } = this.context;
    const body = { records: records.map(encodeRecord) };
    const reply = read.fields(
      await call(owner, 'store.push', body, { timeoutMs: parameters.dataTimeoutMs }),
    );
    const taken = read.array(reply['taken'], records.length);
    const moved = records.filter((_record, index) => taken[index] === true);
    if (moved.length > 0) {
      await this.context.records.write({
        drop: moved.filter((record) => !this.context.authority.takes(record.keyId)),
      });
      const bytes = moved.reduce((sum, record) => sum + record.value.length, 0);
      events.emit({
        type: 'range-moved',
        from: chord.self,
        to: owner,
        records: moved.length,
        bytes,
      });
    }
    return moved.length === records.length;
  }
}
