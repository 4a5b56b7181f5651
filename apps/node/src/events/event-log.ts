// Recent events, numbered so that a listener can resume. Each kind has its own capacity: five hundred lookups do not
// displace a crash.
import type { Address, RingEvent } from '@chord-dht/chord';
import { randomBytes } from 'node:crypto';
import type { StoreEvent } from '@chord-dht/store';
import { EVENT_KINDS, kindOf, type EventKind } from './event-kind';

export type NodeEvent = RingEvent | StoreEvent;

export interface LoggedEvent {
  readonly sequence: number;
  readonly atMs: number;
  readonly event: NodeEvent;
  /** The node or position that reports the event. */
  readonly node: Address;
}

export class EventLog {
  private readonly rooms: ReadonlyMap<EventKind, EventRoom>;
  private next = 1;
  private readonly listeners = new Set<() => void>();

  /**
   * @param sizeMax the most events of one kind
   * @param boot distinguishes the events of this run of the node from those of others with the same numbers
   */
  constructor(
    sizeMax = 2_048,
    readonly boot = randomBytes(4).toString('hex'),
  ) {
    this.rooms = new Map(EVENT_KINDS.map((kind) => [kind, new EventRoom(sizeMax)]));
  }

  get last(): number {
    return this.next - 1;
  }

  append(event: NodeEvent, atMs: number, node: Address): void {
    this.rooms.get(kindOf(event))?.push({ sequence: this.next, atMs, event, node });
    this.next += 1;
    for (const listener of this.listeners) listener();
  }

  /** The first stored event of these kinds behind `sequence`. */
  after(sequence: number, kinds: Iterable<EventKind> = EVENT_KINDS): LoggedEvent | undefined {
    let first: LoggedEvent | undefined;
    for (const kind of kinds) {
      const found = this.rooms.get(kind)?.after(sequence);
      if (found && (first === undefined || found.sequence < first.sequence)) first = found;
    }
    return first;
  }

  /** The number of the last event of these kinds that was dropped; 0 when none was. */
  forgottenTo(kinds: Iterable<EventKind> = EVENT_KINDS): number {
    return Math.max(...Array.from(kinds, (kind) => this.rooms.get(kind)?.forgottenTo ?? 0));
  }

  /** Calls `listener` after new events. @returns a function that removes the listener */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The latest events of one kind, in the order of their numbers. */
class EventRoom {
  forgottenTo = 0;
  private readonly slots: (LoggedEvent | undefined)[];
  private count = 0;

  constructor(private readonly sizeMax: number) {
    this.slots = new Array<LoggedEvent | undefined>(sizeMax);
  }

  push(event: LoggedEvent): void {
    const slot = this.count % this.sizeMax;
    this.forgottenTo = this.slots[slot]?.sequence ?? this.forgottenTo;
    this.slots[slot] = event;
    this.count += 1;
  }

  after(sequence: number): LoggedEvent | undefined {
    let low = Math.max(0, this.count - this.sizeMax);
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.slots[middle % this.sizeMax]?.sequence ?? 0) > sequence) high = middle;
      else low = middle + 1;
    }
    return low < this.count ? this.slots[low % this.sizeMax] : undefined;
  }
}
