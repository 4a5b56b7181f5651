// One reading of what lies under a key, confirmed. One object for each and no promise: nothing is done more often.
import { unavailable } from '../base/errors';
import type { Position } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { View } from '../view/view';
import type { OperationContext } from './operation-context';
import type { Confirmee, QuorumRounds } from './quorum-rounds';
import type { StoreContext } from './store-context';

/** Is called once, with the encoded record or the error. */
export type RecordDone = (error: unknown, record: Uint8Array | undefined) => void;

/** @throws StoreError as `Authority.viewOf`; `UNAVAILABLE` when the turn has come too late */
export function admit(
  { chord, authority }: Pick<StoreContext, 'chord' | 'authority'>,
  { keyId }: Position,
  { deadlineAtMs }: OperationContext,
): View {
  if (chord.clock.nowMs() > deadlineAtMs)
    throw unavailable('The operation waited too long for its turn.', 'not-applied');
  return authority.viewOf(keyId);
}

export class KeyReading implements Confirmee {
  private mark: number | undefined = undefined;

  constructor(
    private readonly context: StoreContext & Pick<ReplicaContext, 'unconfirmed'>,
    private readonly quorum: QuorumRounds,
    private readonly position: Position,
    private readonly operation: OperationContext,
    private readonly done: RecordDone,
  ) {}

  begin(): void {
    const { context, position, operation } = this;
    try {
      const view = admit(context, position, operation);
      this.mark = context.unconfirmed.markOf(position);
      this.quorum.confirm(view, position, operation, this);
    } catch (error) {
      this.done(error, undefined);
    }
  }

  confirmed(record: Uint8Array | undefined, isSure: boolean): void {
    if (!isSure) return this.begin();
    this.context.unconfirmed.clear(this.position, this.mark);
    this.done(undefined, record);
  }

  unconfirmed(error: unknown): void {
    this.done(error, undefined);
  }
}
