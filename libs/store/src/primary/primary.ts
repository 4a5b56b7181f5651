// The answers of a key's primary: one write of a key at a time, each in its turn.
import type { Id } from '@chord-dht/chord';
import type { PutReply, PutRequest, RemoveReply, RemoveRequest } from '../messages/store-messages';
import type { Position } from '../record/position';
import { isLiveIn } from '../record/record-bytes';
import type { ReplicaContext } from '../replica/replica-context';
import type { OperationContext } from './operation-context';
import type { RecordDone } from './key-reading';
import { KeyTurn } from './key-turn';
import type { QuorumRounds } from './quorum-rounds';
import { SeveralReadings, type SeveralDone } from './several-readings';
import type { StoreContext } from './store-context';
import { WithoutEffect } from './without-effect';

export interface Found {
  /** Encoded; `null` when a client sees none. */
  readonly record: Uint8Array | null;
  /** `null` when it was not asked for. */
  readonly ownedFrom: Id | null;
}

/** Is called once, with what was found or the error; must not throw. */
export type FoundDone = (error: unknown, found: Found) => void;

const NOT_FOUND: Found = { record: null, ownedFrom: null };

export class Primary {
  private readonly inTurn: KeyTurn;
  private readonly several: SeveralReadings;
  private readonly puts: WithoutEffect<PutRequest, PutReply>;
  private readonly removals: WithoutEffect<RemoveRequest, RemoveReply>;

  constructor(
    private readonly context: StoreContext &
      Pick<ReplicaContext, 'unconfirmed' | 'precedence' | 'blocked'>,
    quorum: QuorumRounds,
  ) {
    this.inTurn = new KeyTurn(context, quorum);
    this.several = new SeveralReadings(context, quorum, this);
    this.puts = new WithoutEffect(this.inTurn.puts, () => true);
    this.removals = new WithoutEffect(this.inTurn.removals, ({ removed }) => removed);
  }

  /**
   * All of these:
   * @throws StoreError as `Authority.viewOf` and `QuorumRounds`, the condition, `STORAGE_FULL`
   */
  put(request: PutRequest, operation: OperationContext): Promise<PutReply> {
    return this.whenServed(request.key, (position) =>
      this.context.queue.give(position, this.puts, request, operation),
    );
  }

  /** A key that is not there is not removed, and leaves no tombstone. */
  remove(request: RemoveRequest, operation: OperationContext): Promise<RemoveReply> {
    return this.whenServed(request.key, (position) =>
      this.context.queue.give(position, this.removals, request, operation),
    );
  }

  /** @throws StoreError also when a read quorum is missing: "absent" is only said when one says so */
  get(key: string, operation: OperationContext): Promise<Found> {
    return new Promise((resolve, reject) => {
      this.read(key, operation, true, (error, found) => (error ? reject(error) : resolve(found)));
    });
  }

  /** The same without a promise: nothing is asked more often. */
  read(key: string, operation: OperationContext, wantsArc: boolean, done: FoundDone): void {
    const position = this.context.places.placeOf(key);
    const told: RecordDone = (error, record) => {
      if (error) done(error, NOT_FOUND);
      else done(undefined, this.found(position.keyId, record, wantsArc));
    };
    const over = this.context.precedence.over(position.keyId);
    if (over) void over.then(() => this.readNow(position, operation, told));
    else this.readNow(position, operation, told);
  }

  /** The same of several keys, each of which is told as soon as it is known. */
  readSeveral(keys: readonly string[], operation: OperationContext, done: SeveralDone): void {
    this.several.read(keys, operation, done);
  }

  private readNow(position: Position, operation: OperationContext, done: RecordDone): void {
    const { queue } = this.context;
    if (!queue.busy(position)) return this.inTurn.read(position, operation, done);
    // A write that runs is visible already and not confirmed yet: wait for it.
    queue
      .run(position, () => this.inTurn.confirmed(position, operation))
      .then(
        (record) => done(undefined, record),
        (error: unknown) => done(error, undefined),
      );
  }

  private found(keyId: Id, record: Uint8Array | undefined, wantsArc: boolean): Found {
    const { chord, authority } = this.context;
    const isSeen = record !== undefined && isLiveIn(record, Math.floor(chord.clock.wallMs()));
    return {
      record: isSeen ? record : null,
      ownedFrom: wantsArc ? authority.servedFrom(keyId) : null,
    };
  }

  /** While the next view is chosen a refusal would only be followed by another attempt, and by a guess when. */
  private whenServed<Result>(
    key: string,
    serve: (position: Position) => Promise<Result>,
  ): Promise<Result> {
    const position = this.context.places.placeOf(key);
    const over = this.context.precedence.over(position.keyId);
    return over ? over.then(() => serve(position)) : serve(position);
  }
}
