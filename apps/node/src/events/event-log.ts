// Knows what has happened lately, numbered, so that a listener that was away can go on where it was.
import type { Address, RingEvent } from '@chord-dht/chord';
import { randomBytes } from 'node:crypto';
import type { StoreEvent } from '@chord-dht/store';

export type NodeEvent = RingEvent | StoreEvent;

export interface LoggedEvent {
  readonly sequence: number;
  readonly atMs: number;
  readonly event: NodeEvent;
  /** Who saw it: this node, or one of its positions. */
  readonly node: Address;
}

export class EventLog {
  private readonly ring: (LoggedEvent | undefined)[];
  private next = 1;
  private readonly listeners = new Set<() => void>();

  /** @param boot tells the events of this life of the node from those of others, which are numbered alike */
  constructor(
    private readonly sizeMax = 4_096,
    readonly boot = randomBytes(4).toString('hex'),
  ) {
    this.ring = new Array<LoggedEvent | undefined>(sizeMax);
  }

  get last(): number {
    return this.next - 1;
  }

  /** The earliest event that is still known; one above `last` when there is none. */
  get first(): number {
    return Math.max(1, this.next - this.sizeMax);
  }

  append(event: NodeEvent, atMs: number, node: Address): void {
    this.ring[this.next % this.sizeMax] = { sequence: this.next, atMs, event, node };
    this.next += 1;
    for (const listener of this.listeners) listener();
  }

  at(sequence: number): LoggedEvent | undefined {
    const found = this.ring[sequence % this.sizeMax];
    return found?.sequence === sequence ? found : undefined;
  }

  /** Hears that there is something new, not what. @returns takes the listener away */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
