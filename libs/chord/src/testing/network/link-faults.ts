// The present faults of a network's links, consulted once for every message.
import type { Address } from '../../id/node-ref';
import type { Random } from '../../ports/random';

/** Shares are probabilities per message, 0 to 1. */
export interface LinkNoise {
  readonly loss: number;
  readonly duplicate: number;
  /** Such a message is held up by as much as `reorderMs`, so that later ones overtake it. */
  readonly reorder: number;
  readonly reorderMs: number;
}

const NO_NOISE: LinkNoise = { loss: 0, duplicate: 0, reorder: 0, reorderMs: 0 };

export class LinkFaults {
  noise: LinkNoise = NO_NOISE;
  private readonly cuts = new Set<string>();
  private readonly slow = new Map<Address, number>();

  /** Messages of any of `from` to any of `to` are lost; the other way they still get through. */
  cut(from: readonly Address[], to: readonly Address[]): void {
    for (const a of from) for (const b of to) if (a !== b) this.cuts.add(`${a}>${b}`);
  }

  /** Messages between the two groups are lost, both ways. */
  part(one: readonly Address[], other: readonly Address[]): void {
    this.cut(one, other);
    this.cut(other, one);
  }

  /** Takes all cuts away. */
  heal(): void {
    this.cuts.clear();
  }

  /** Every message from and to this address takes `extraMs` longer; 0 takes it back. */
  slowDown(address: Address, extraMs: number): void {
    if (extraMs > 0) this.slow.set(address, extraMs);
    else this.slow.delete(address);
  }

  setNoise(noise: Partial<LinkNoise>): void {
    this.noise = { ...NO_NOISE, ...noise };
  }

  /** Everything is well again. */
  clear(): void {
    this.heal();
    this.slow.clear();
    this.noise = NO_NOISE;
  }

  /** How much longer each copy of a message takes than the latency; an empty list is a lost message. */
  copies(from: Address, to: Address, random: Random): readonly number[] {
    if (this.cuts.size > 0 && this.cuts.has(`${from}>${to}`)) return LOST;
    const extraMs =
      this.slow.size === 0 ? 0 : (this.slow.get(from) ?? 0) + (this.slow.get(to) ?? 0);
    if (this.noise === NO_NOISE) return extraMs === 0 ? ONCE : [extraMs];
    const { loss, duplicate, reorder, reorderMs } = this.noise;
    if (random.next() < loss) return LOST;
    const count = random.next() < duplicate ? 2 : 1;
    return Array.from(
      { length: count },
      () => extraMs + (random.next() < reorder ? random.next() * reorderMs : 0),
    );
  }
}

const LOST: readonly number[] = [];
const ONCE: readonly number[] = [0];
