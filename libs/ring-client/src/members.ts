// The members that a client asks when it does not know the owner, or the owner does not answer.
import type { Address } from '@chord-dht/chord';
import type { ClientConnection } from '@chord-dht/transport';

/** The part of the connections that this needs. */
export interface Links {
  readonly size: number;
  to(host: Address): ClientConnection;
  has(host: Address): boolean;
  answersInParts(host: Address): boolean;
  /** Hosts with an open connection. */
  open(): Address[];
}

interface Avoided {
  untilMs: number;
  failures: number;
}

const AVOID_MS_MIN = 500;
const AVOID_MS_MAX = 10_000;

export class Members {
  private readonly avoided = new Map<Address, Avoided>();
  private turn = 0;

  constructor(
    private readonly links: Links,
    private readonly endpoints: readonly Address[],
    private readonly connectionsMax: number,
  ) {}

  to(host: Address): ClientConnection {
    return this.links.to(host);
  }

  /** True for a connected member that answers several questions of one call. */
  answersInParts(host: Address): boolean {
    return this.links.answersInParts(host);
  }

  /** False for a member that has failed recently, and for one that would exceed the limit of connections. */
  mayAsk(host: Address, nowMs: number): boolean {
    if (this.avoided.size > 0 && this.isAvoided(host, nowMs)) return false;
    return this.links.has(host) || this.links.size < this.connectionsMax;
  }

  /** Returns any member, in turn; where possible one that answers, and another than `except`. */
  anyone(nowMs: number, except: Address | undefined): Address {
    const candidates = [...new Set([...this.links.open(), ...this.endpoints])];
    const others = candidates.filter((host) => host !== except && !this.isAvoided(host, nowMs));
    this.turn += 1;
    const next = others[this.turn % others.length];
    if (next !== undefined) return next;
    // All have failed recently: the one whose pause ends first.
    return candidates.reduce((best, host) =>
      this.untilMs(host) < this.untilMs(best) ? host : best,
    );
  }

  /** Passes over a member that did not answer for a while, longer each time. */
  avoid(host: Address, nowMs: number): void {
    const failures = (this.avoided.get(host)?.failures ?? 0) + 1;
    const ms = Math.min(AVOID_MS_MAX, AVOID_MS_MIN * 2 ** (failures - 1));
    const known = this.avoided.get(host);
    // The calls that fail together with one connection count as one failure.
    if (known && known.untilMs > nowMs) return;
    this.avoided.set(host, { untilMs: nowMs + ms, failures });
  }

  answered(host: Address): void {
    if (this.avoided.size > 0) this.avoided.delete(host);
  }

  private isAvoided(host: Address, nowMs: number): boolean {
    return this.untilMs(host) > nowMs;
  }

  private untilMs(host: Address): number {
    return this.avoided.get(host)?.untilMs ?? 0;
  }
}
