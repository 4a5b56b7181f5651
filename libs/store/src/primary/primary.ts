// Knows what the primary of a key answers: one write of it at a time, each in its turn.
import type { PutReply, PutRequest, RemoveReply, RemoveRequest } from '../messages/store-messages';
import type { Position } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Turn } from './key-queue';
import { KeyTurn, type Found } from './key-turn';
import type { QuorumRounds } from './quorum-rounds';
import type { StoreContext } from './store-context';
import { WithoutEffect } from './without-effect';

export class Primary {
  private readonly inTurn: KeyTurn;
  private readonly puts: WithoutEffect<PutRequest, PutReply>;
  private readonly removals: WithoutEffect<RemoveRequest, RemoveReply>;

  constructor(
    private readonly context: StoreContext & Pick<ReplicaContext, 'unconfirmed' | 'precedence'>,
    quorum: QuorumRounds,
  ) {
    this.inTurn = new KeyTurn(context, quorum);
    this.puts = new WithoutEffect(this.inTurn.puts, () => true);
    this.removals = new WithoutEffect(this.inTurn.removals, ({ removed }) => removed);
  }

  /**
   * All of these:
   * @throws StoreError as `Authority.viewOf` and `QuorumRounds`, the condition, `STORAGE_FULL`
   */
  put(request: PutRequest, turn: Turn): Promise<PutReply> {
    return this.whenServed(request.key, (position) =>
      this.context.queue.give(position, this.puts, request, turn),
    );
  }

  /** A key that is not there is not removed, and leaves no tombstone. */
  remove(request: RemoveRequest, turn: Turn): Promise<RemoveReply> {
    return this.whenServed(request.key, (position) =>
      this.context.queue.give(position, this.removals, request, turn),
    );
  }

  /** @throws StoreError also when a read quorum is missing: "absent" is only said when one says so */
  get(key: string, turn: Turn): Promise<Found> {
    // A write that runs is visible already and not confirmed yet: wait for it.
    return this.whenServed(key, (position) =>
      this.context.queue.busy(position)
        ? this.context.queue.run(position, () => this.inTurn.read(position, turn))
        : this.inTurn.read(position, turn),
    );
  }

  /** While the next view is chosen a refusal would only be followed by another attempt, and by a guess when. */
  private whenServed<Result>(
    key: string,
    serve: (position: Position) => Promise<Result>,
  ): Promise<Result> {
    const position = { keyId: this.context.chord.keyId(key), key };
    const over = this.context.precedence.over(position.keyId);
    return over ? over.then(() => serve(position)) : serve(position);
  }
}
