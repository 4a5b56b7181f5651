// Readings of several keys that came together: those of one view share a look at it and a question whether it stands.
import { inRange } from '@chord-dht/chord';
import type { Position } from '../record/position';
import { readableBytes } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import type { View } from '../view/view';
import type { Segment } from '../view/view-map';
import type { Waiter } from './inquiry';
import type { OperationContext } from './operation-context';
import { admit } from './key-reading';
import type { FoundDone } from './primary';
import type { QuorumRounds } from './quorum-rounds';
import type { StoreContext } from './store-context';
import type { Majority } from './votes';

/** Is called once for each key, with its place among those that were asked for together; must not throw. */
export interface SeveralDone {
  /** @param records encoded, in the order of the places; what lies there, whether a client sees it or not */
  confirmed(places: readonly number[], records: readonly Uint8Array[]): void;
  /** What lies there is too large to be kept with the others until they are confirmed. */
  large(place: number): void;
  /** The key is read by itself: it may take longer than the others, or fail. */
  alone(place: number): FoundDone;
}

/** A larger record is not read together with others. */
export const TOGETHER_BYTES_MAX = 16_384;

/** The one that reads a key by itself. */
export interface OneReading {
  read(key: string, operation: OperationContext, wantsArc: boolean, done: FoundDone): void;
}

type Context = StoreContext & Pick<ReplicaContext, 'unconfirmed' | 'precedence' | 'blocked'>;

/** Readings whose keys lie in one segment of the book, whose view is served here. */
class Group {
  readonly places: number[] = [];
  readonly records: Uint8Array[] = [];

  constructor(
    readonly segment: Segment,
    readonly view: View,
  ) {}

  holds(keyId: string): boolean {
    const { fromId, toId } = this.segment.arc;
    return inRange(fromId, keyId, toId);
  }
}

export class SeveralReadings {
  constructor(
    private readonly context: Context,
    private readonly quorum: QuorumRounds,
    private readonly one: OneReading,
  ) {}

  read(keys: readonly string[], operation: OperationContext, done: SeveralDone): void {
    const groups: Group[] = [];
    const others: number[] = [];
    for (let place = 0; place < keys.length; place += 1) {
      const key = keys[place] as string;
      const position = this.context.places.placeOf(key);
      const group = this.groupOf(groups, position, operation);
      const record = group && this.plainRecord(position);
      if (!group || !record) {
        others.push(place);
        continue;
      }
      if (record.length > TOGETHER_BYTES_MAX) {
        done.large(place);
        continue;
      }
      group.places.push(place);
      group.records.push(record);
    }
    const alone = (place: number): void =>
      this.one.read(keys[place] as string, operation, false, done.alone(place));
    for (const group of groups) this.confirm(group, operation, done, alone);
    for (const place of others) alone(place);
  }

  /** `undefined` where this node does not answer, or not now: reading the key by itself finds out why. */
  private groupOf(
    groups: Group[],
    position: Position,
    operation: OperationContext,
  ): Group | undefined {
    const { precedence, blocked } = this.context;
    for (const group of groups)
      if (group.holds(position.keyId))
        return precedence.over(position.keyId) || blocked.has(position.keyId) ? undefined : group;
    const group = this.newGroup(position, operation);
    if (group) groups.push(group);
    return group;
  }

  private newGroup(position: Position, operation: OperationContext): Group | undefined {
    if (this.context.precedence.over(position.keyId)) return undefined;
    try {
      const view = admit(this.context, position, operation);
      const segment = this.quorum.requireServing(view, position);
      return view.members.length === 1 ? undefined : new Group(segment, view);
    } catch {
      return undefined;
    }
  }

  /** What lies there when nothing stands between it and a client but the question whether the view stands. */
  private plainRecord(position: Position): Uint8Array | undefined {
    const { queue, unconfirmed, records } = this.context;
    if (queue.busy(position) || unconfirmed.has(position)) return undefined;
    return records.atHand?.(position) ?? readableBytes(this.context, position);
  }

  private confirm(
    { segment, view, places, records }: Group,
    operation: OperationContext,
    done: SeveralDone,
    alone: (place: number) => void,
  ): void {
    if (places.length === 0) return;
    const waiter: Waiter = {
      told: (result: Majority) => {
        if (result === 'reached') done.confirmed(places, records);
        else for (const place of places) alone(place);
      },
    };
    this.quorum.ask(segment, view, operation, waiter);
  }
}
