// Makes records whole again whose values have become unreadable here, or were emptied by a clock that was ahead. Their
// heads are whole, so that the digests of this node still count them, and no comparison of home replicas would show it.
import { CodedError, type NodeRef } from '@chord-dht/chord';
import type { PlacedRecord } from '../arc/record-store';
import { StoreError } from '../base/errors';
import type { Position } from '../record/position';
import { isEndedEarly } from '../record/ends';
import { compareRecordVersions } from '../record/record-bytes';
import { isUnreadable, takeOver } from './local-records';
import { figuresOfMoved } from './movement';
import type { ReplicaContext } from './replica-context';

const KEYS_MAX = 100;

export class Mender {
  private isAtWork = false;

  constructor(private readonly context: ReplicaContext) {}

  /**
   * Asks the other home replicas of each position once; what none of them gives stays as it is.
   * @param found unreadable, or ended early; those beyond the first hundred, and all while others are being mended, are passed over
   */
  async mend(found: readonly Position[]): Promise<void> {
    if (this.isAtWork || found.length === 0) return;
    this.isAtWork = true;
    try {
      const positions = found.slice(0, KEYS_MAX);
      for (const member of this.othersOf(positions)) {
        const its = positions.filter((at) => this.isToMend(at) && this.isHome(member, at));
        if (its.length > 0) await this.mendFrom(member, its).catch(unlessPeerFailed);
      }
    } finally {
      this.isAtWork = false;
    }
  }

  private othersOf(positions: readonly Position[]): Iterable<NodeRef> {
    const { book, chord } = this.context;
    const members = new Map<string, NodeRef>();
    for (const { keyId } of positions)
      for (const member of book.at(keyId).state.view?.members ?? []) members.set(member.id, member);
    members.delete(chord.self.id);
    return members.values();
  }

  private isHome(member: NodeRef, { keyId }: Position): boolean {
    const members = this.context.book.at(keyId).state.view?.members ?? [];
    return members.some(({ id }) => id === member.id);
  }

  /** One whose head is damaged too no longer counts, and is found by comparison. */
  private isToMend(position: Position): boolean {
    const head = this.headOf(position);
    if (!head) return false;
    return isEndedEarly(head, this.wallMs()) || isUnreadable(this.context, position);
  }

  private async mendFrom(member: NodeRef, positions: readonly Position[]): Promise<void> {
    const { call, read, parameters, movement, events } = this.context;
    const damaged = positions.filter((position) => isUnreadable(this.context, position));
    const keys = positions.map(({ key }) => key);
    const options = { timeoutMs: parameters.dataTimeoutMs };
    const reply = read.fields(await call(member, 'replica.fetch', { keys }, options));
    const fitting = read
      .array(reply['records'], KEYS_MAX)
      .map((bytes) => read.placed(read.bytes(bytes)))
      .filter((record) => this.isFitting(record));
    await takeOver(this.context, fitting);
    movement.received(figuresOfMoved(fitting));
    for (const position of damaged)
      if (!isUnreadable(this.context, position))
        events.emit({ type: 'record-mended', position, from: member });
  }

  /** An earlier version would take the place of what cannot be read: the member may have missed the last write. */
  private isFitting({ position, bytes }: PlacedRecord): boolean {
    const head = this.headOf(position);
    return head !== undefined && compareRecordVersions(bytes, head) >= 0;
  }

  private wallMs(): number {
    return this.context.chord.clock.wallMs();
  }

  /** On loan, as `borrowHead`. */
  private headOf(position: Position): Uint8Array | undefined {
    try {
      return this.context.records.borrowHead(position);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'CORRUPT') return undefined;
      throw error;
    }
  }
}

/** The next turn of the search finds the record again. */
function unlessPeerFailed(error: unknown): void {
  if (!(error instanceof CodedError) || error.code === 'INTERNAL') throw error;
}
