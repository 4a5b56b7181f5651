// Caches resolved addresses for a while, for a transport that resolves with every message.
import type { AddressPolicy } from './address-policy';
import { resolveAllowed, type HostLookup, type Target } from './resolve-allowed';

interface Entry {
  targets: Promise<Target[]>;
  readonly untilMs: number;
}

/** In milliseconds; a name may move to another address. */
const VALID_MS = 10_000;
const ENTRIES_MAX = 4_096;

export class TargetCache {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly policy: AddressPolicy,
    private readonly lookup?: HostLookup,
  ) {}

  /** See `resolveAllowed`. */
  targetsOf(address: string): Promise<Target[]> {
    const nowMs = performance.now();
    const known = this.entries.get(address);
    if (known && known.untilMs > nowMs) return known.targets;
    if (this.entries.size >= ENTRIES_MAX) this.entries.clear();
    const targets = resolveAllowed(address, this.policy, this.lookup);
    this.entries.set(address, { targets, untilMs: nowMs + VALID_MS });
    // A failure is not cached: the next call resolves again.
    targets.catch(() => this.entries.delete(address));
    return targets;
  }

  /** Moves a target that answered to the front. */
  prefer(address: string, targets: readonly Target[], best: Target): void {
    const entry = this.entries.get(address);
    if (!entry || targets[0] === best) return;
    entry.targets = Promise.resolve([best, ...targets.filter((target) => target !== best)]);
  }
}
