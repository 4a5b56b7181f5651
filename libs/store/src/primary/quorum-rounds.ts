// Gets a majority of a view's members behind a write or a read of its primary.
import { ChordError, codeOf, type Id } from '@chord-dht/chord';
import { NO_QUORUM, StoreError, unavailable, type Outcome } from '../base/errors';
import type { Position } from '../record/position';
import { compareRecordVersions, isDeletedIn } from '../record/record-bytes';
import { inBackground } from '../replica/background';
import { isAbsent, readableBytes } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import { NO_MAJORITY_MS } from '../view/blocked-arcs';
import type { View } from '../view/view';
import type { Segment } from '../view/view-map';
import { hasView, isSealed } from '../view/view-state';
import { Confirms } from './confirms';
import type { Waiter } from './inquiry';
import type { OperationContext } from './operation-context';
import { KeyComparison } from './key-comparison';
import { Replication, type ReplicationHooks, type TracedRecord } from './replication';
import type { Majority } from './votes';

/** Is told once how a confirmation ended. */
export interface Confirmee {
  /**
   * @param record encoded
   * @param isSure false when it came meanwhile, from a member or with a write that runs: nobody has confirmed it yet
   */
  confirmed(record: Uint8Array | undefined, isSure: boolean): void;
  unconfirmed(error: unknown): void;
}

/** The request of a client that an operation belongs to. */
type Trace = string | undefined;

const UNCONFIRMED = 'No majority of the home replicas confirmed the reading.';
const READS = { outcome: 'not-applied' } as const;
const DEFECTIVE =
  'Home replicas of this key failed because of a defect of their own; their logs have the reason.';

export class QuorumRounds {
  private readonly replication: Replication;
  private readonly confirms: Confirms;
  private readonly comparison: KeyComparison;

  constructor(
    private readonly context: ReplicaContext,
    hooks: ReplicationHooks,
  ) {
    this.replication = new Replication(context, hooks);
    this.confirms = new Confirms(context, hooks);
    this.comparison = new KeyComparison(context, hooks, this.replication);
  }

  /**
   * Writes a record here and at the other members of the view; resolves when a majority has it durably.
   * @throws StoreError `UNAVAILABLE` with outcome `unknown` when no majority answers, `not-applied`
   *   when the view is over; `STORAGE_FULL` before any other member has the record; ChordError `INTERNAL`
   *   when a defect of other members stands in the way
   */
  write(view: View, record: TracedRecord): Promise<void> {
    const room = this.context.records.admitNow(record.bytes.length, isDeletedIn(record.bytes));
    return room === true
      ? this.writeNow(view, record)
      : room.then(() => this.writeNow(view, record));
  }

  private writeNow(view: View, record: TracedRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.requireServing(view, record.position);
      this.replication.write(view, record, (error, result) => {
        if (error !== undefined) reject(doneElsewhere(error));
        else if (result === 'reached') resolve();
        else
          reject(
            this.failure('No majority of the home replicas confirmed the write.', {
              keyId: record.position.keyId,
              outcome: 'unknown',
              result,
            }),
          );
      });
    });
  }

  /**
   * Makes sure that the view is in force and that a majority of its members has what is here. Where our
   * own record cannot be read, so many others are asked that one of them has every confirmed write.
   * A later record that a member has is taken over.
   * @param operation its witness may be the member that confirms the reading
   * @param confirmee is told of StoreError `UNAVAILABLE`, also when the only record there is cannot be read; ChordError
   *   `INTERNAL` as `write`
   * @throws StoreError `UNAVAILABLE` when the view is over
   */
  confirm(
    view: View,
    position: Position,
    operation: Pick<OperationContext, 'trace' | 'witness'>,
    confirmee: Confirmee,
  ): void {
    const segment = this.requireServing(view, position);
    const local = readableBytes(this.context, position);
    if (!this.isAnswerable(view, position, local))
      return this.confirmAtMajority(view, position, local, operation.trace, confirmee);
    // A waiter without a promise: nothing is done more often.
    this.confirms.ask(segment, view, operation, {
      told: (result) => {
        if (result === 'reached') confirmee.confirmed(local, true);
        else if (result === 'failed')
          confirmee.unconfirmed(this.failure(UNCONFIRMED, { ...position, ...READS, result }));
        else this.confirmAtMajority(view, position, local, operation.trace, confirmee);
      },
    });
  }

  /**
   * Makes sure that the view of all ids of an arc of the book is in force: what is read here from now on lacks
   * nothing that had been acknowledged when this was called.
   * @param toId the end of the arc
   * @throws StoreError `UNAVAILABLE`; ChordError `INTERNAL` as `write`
   */
  async confirmArc(view: View, toId: Id, trace?: string): Promise<void> {
    this.requireServing(view, { keyId: toId });
    if (view.members.length === 1) return;
    const result = await this.confirms.stands(this.context.book.at(toId), view, trace);
    if (result !== 'reached') throw this.failure(UNCONFIRMED, { keyId: toId, ...READS, result });
  }

  /**
   * True when what is here was confirmed already, so that nothing else can have been acknowledged if the view
   * stands. Whatever else is found out, the members are compared key by key.
   */
  private isAnswerable(
    { members }: View,
    position: Position,
    local: Uint8Array | undefined,
  ): boolean {
    if (members.length === 1 || this.context.unconfirmed.has(position)) return false;
    return local !== undefined || isAbsent(this.context, position);
  }

  private confirmAtMajority(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
    trace: Trace,
    confirmee: Confirmee,
  ): void {
    const told = this.atMajority(view, position, local, trace)
      .then(() => readableBytes(this.context, position))
      .then(
        (record) => confirmee.confirmed(record, isSameVersion(record, local)),
        (error: unknown) => confirmee.unconfirmed(error),
      );
    inBackground(this.context, told);
  }

  private async atMajority(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
    trace: Trace,
  ): Promise<void> {
    const isLost = !local && !isAbsent(this.context, position);
    if (view.members.length === 1) {
      if (isLost) throw unavailable('The only copy of this key is damaged.', 'not-applied');
      return;
    }
    const result = isLost
      ? await this.comparison.restore(view, position, trace)
      : await this.comparison.compare(view, position, local, trace);
    if (result === 'reached') return;
    throw this.failure(UNCONFIRMED, { ...position, ...READS, result });
  }

  /** Whether the view of an arc stands, for readings of several keys in it. */
  ask(
    segment: Segment,
    view: View,
    operation: Pick<OperationContext, 'trace' | 'witness'>,
    waiter: Waiter,
  ): void {
    this.confirms.ask(segment, view, operation, waiter);
  }

  /** @returns where the id lies in the book @throws StoreError `UNAVAILABLE` */
  requireServing(view: View, { keyId }: Pick<Position, 'keyId'>): Segment {
    const { book, blocked } = this.context;
    const segment = book.at(keyId);
    const { state } = segment;
    if (!hasView(state, view) || !state.serving || isSealed(state))
      throw unavailable('Another view of this key begins.', 'not-applied');
    if (blocked.has(keyId))
      throw unavailable(
        'Too few home replicas of this key answer; /api/v1/ring names the nodes that are missing.',
        'not-applied',
        NO_QUORUM,
      );
    return segment;
  }

  private failure(
    sentence: string,
    { keyId, outcome, result }: { keyId: Id; outcome: Outcome; result: Majority },
  ): Error {
    if (result === 'failed') return new ChordError('INTERNAL', DEFECTIVE, { outcome });
    if (result !== 'silent') return unavailable(sentence, outcome);
    const { book, blocked } = this.context;
    blocked.note(book.at(keyId).arc, NO_MAJORITY_MS);
    return unavailable(sentence, outcome, NO_QUORUM);
  }
}

/** Where there was no room here, other members have been sent the record by now. */
function doneElsewhere(error: unknown): unknown {
  if (codeOf(error) !== 'STORAGE_FULL') return error;
  return new StoreError('STORAGE_FULL', (error as Error).message, { outcome: 'unknown' });
}

function isSameVersion(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a && b ? compareRecordVersions(a, b) === 0 : a === b;
}
