// The state of each lamp: the invariants of the ring, and whether every key is at its home replicas.
import { checkInvariants } from '@chord-dht/chord';
import { wrongCopies } from '../checkers/replica-copies';
import type { Cluster } from '../cluster/cluster';
import { StoreCluster } from '../cluster/store-cluster';
import type { Lamp } from './picture';

interface Finding {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
  readonly nodes: readonly number[];
}

export class Lamps {
  private lamps: readonly Lamp[] = [];
  private seenChanges = -1;

  constructor(
    private readonly cluster: Cluster,
    private readonly numberOf: (id: string) => number,
  ) {}

  /** @param isThorough also compares the copies of every key, which takes longer */
  read(isThorough: boolean): readonly Lamp[] {
    const { changes } = this.cluster;
    if (changes === this.seenChanges && !isThorough) return this.lamps;
    this.seenChanges = changes;
    const known = new Map(this.lamps.map((lamp) => [lamp.name, lamp]));
    const found =
      isThorough || this.lamps.length === 0 ? [...this.ring(), ...this.store()] : this.ring();
    for (const finding of found)
      known.set(finding.name, this.lampOf(finding, known.get(finding.name)));
    this.lamps = [...known.values()];
    return this.lamps;
  }

  private lampOf(finding: Finding, before: Lamp | undefined): Lamp {
    const wasBroken = before?.brokenAtMs !== null && before !== undefined;
    return {
      ...finding,
      brokenAtMs: finding.holds ? null : (before?.brokenAtMs ?? this.cluster.clock.nowMs()),
      times: (before?.times ?? 0) + (finding.holds || wasBroken ? 0 : 1),
    };
  }

  private ring(): Finding[] {
    const ideal = this.cluster.notIdeal();
    const findings = checkInvariants(this.cluster.pointers()).map(
      ({ name, holds, detail, nodes }) => ({
        name: spaced(name),
        holds,
        detail: detail ?? '',
        nodes: nodes.map(this.numberOf),
      }),
    );
    return [
      ...findings,
      {
        name: 'Ideal ring',
        holds: ideal === undefined,
        detail: ideal?.detail ?? '',
        nodes: (ideal?.nodes ?? []).map(this.numberOf),
      },
    ];
  }

  private store(): Finding[] {
    const { cluster } = this;
    if (!(cluster instanceof StoreCluster)) return [];
    const unserved = [...cluster.stores].flatMap(([address, store]) =>
      store.service().unserved.length > 0
        ? [this.numberOf(this.cluster.node(address)?.self.id ?? '')]
        : [],
    );
    const wrong = wrongCopies(cluster);
    return [
      {
        name: 'Read quorum',
        holds: unserved.length === 0,
        detail: unserved.length === 0 ? '' : 'An arc waits for a majority of its copies.',
        nodes: unserved,
      },
      { name: 'Copies in place', holds: wrong === undefined, detail: wrong ?? '', nodes: [] },
    ];
  }
}

/** `OrderedRing` reads `Ordered ring`. */
function spaced(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
