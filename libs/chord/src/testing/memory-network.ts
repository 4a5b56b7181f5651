// Knows a network inside one process, with the faults that a test asks for.
import { ChordError } from '../base/errors';
import type { Clock } from '../ports/clock';
import type { Address } from '../id/node-ref';
import type { Transport } from '../ports/transport';
import { MemoryTransport } from './memory-transport';

export interface MemoryNetworkOptions {
  /**
   * Needed for latency and for real deadlines. Without it every message takes one microtask, a lost
   * message is a `TIMEOUT` at once, and a handler that never answers is waited for without end.
   */
  clock?: Clock;
  /** One way, in milliseconds; 0 takes one microtask. */
  latencyMs?: (from: Address, to: Address) => number;
  /** Calls that one transport may have open to one peer; more are `BUSY`. */
  inFlightMax?: number;
}

/** `refusing`: calls fail with `UNREACHABLE` at once. `silent`: they run into their `TIMEOUT`. */
export type Death = 'refusing' | 'silent';

export class MemoryNetwork {
  readonly clock: Clock | undefined;
  readonly inFlightMax: number;
  private readonly latencyMs: (from: Address, to: Address) => number;
  private readonly hosts = new Map<Address, MemoryTransport>();
  private readonly dead = new Map<Address, Death>();
  private readonly blocked = new Set<string>();

  constructor(options: MemoryNetworkOptions = {}) {
    this.clock = options.clock;
    this.latencyMs = options.latencyMs ?? (() => 0);
    this.inFlightMax = options.inFlightMax ?? 1024;
  }

  /** The transport of an address. One that was closed is replaced by a fresh one. */
  transport(address: Address): Transport {
    const present = this.hosts.get(address);
    if (present && !present.closed) return present;
    const fresh = new MemoryTransport(this, address);
    this.hosts.set(address, fresh);
    return fresh;
  }

  /** A process that dies: calls from and to it end, nothing gets in or out until `revive`. */
  kill(address: Address, death: Death = 'refusing'): void {
    this.dead.set(address, death);
    this.hosts.get(address)?.breakAll();
    if (death === 'silent') return;
    for (const host of this.hosts.values()) host.breakCallsTo(address);
  }

  /** The same transport, with its handler, is there again, as after a sleep. */
  revive(address: Address): void {
    this.dead.delete(address);
  }

  /** The process at `address` dies and another takes its place. @returns the new one's transport. */
  async restart(address: Address): Promise<Transport> {
    this.kill(address);
    await this.hosts.get(address)?.close();
    this.revive(address);
    return this.transport(address);
  }

  /** Loses every message, request or reply, that travels from `from` to `to`. */
  block(from: Address, to: Address): void {
    this.blocked.add(way(from, to));
  }

  /** Loses every message between the two groups, both ways. */
  partition(one: readonly Address[], other: readonly Address[]): void {
    for (const a of one) {
      for (const b of other) {
        this.block(a, b);
        this.block(b, a);
      }
    }
  }

  /** Takes one block away, or all of them. */
  heal(from?: Address, to?: Address): void {
    if (from === undefined || to === undefined) this.blocked.clear();
    else this.blocked.delete(way(from, to));
  }

  /** For the transports: why `address` cannot be called at all, if so. */
  refusal(from: Address, to: Address): ChordError | undefined {
    if (this.dead.has(from)) return new ChordError('UNREACHABLE', `${from} is dead itself`);
    if (this.dead.get(to) === 'silent') return undefined;
    const host = this.hosts.get(to);
    if (this.dead.has(to) || !host || !host.listening) {
      return new ChordError('UNREACHABLE', `nobody listens at ${to}`);
    }
    return undefined;
  }

  /** For the transports: runs `arrive` with the host at `to`, or `lost` when the message is lost. */
  carry(
    from: Address,
    to: Address,
    arrive: (host: MemoryTransport) => void,
    lost: () => void,
  ): void {
    const deliver = (): void => {
      const host = this.hosts.get(to);
      const cut = this.blocked.has(way(from, to)) || this.dead.has(from) || this.dead.has(to);
      if (cut || !host || host.closed) lost();
      else arrive(host);
    };
    const delayMs = this.latencyMs(from, to);
    if (delayMs > 0 && this.clock) this.clock.after(delayMs, deliver);
    else void Promise.resolve().then(deliver);
  }

  /** For the transports: the process at `address` is gone for good, its callers see the connection break. */
  gone(address: Address): void {
    for (const host of this.hosts.values()) host.breakCallsTo(address);
  }
}

function way(from: Address, to: Address): string {
  return `${from}>${to}`;
}
