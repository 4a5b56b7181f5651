// Follows a lookup while it runs, by the events of its node.
import type { ChordNode, Id, LookupEvent, NodeRef } from '@chord-dht/chord';
import type { Trail, TrailHop } from './picture';

const TRAILS_MAX = 12;

interface Begun extends Omit<Trail, 'hops' | 'owner' | 'outcome' | 'good'> {
  hops: TrailHop[];
  owner: number | null;
  outcome: string | null;
  good: boolean;
}

export class Trails {
  private readonly list: Begun[] = [];
  private last = 0;

  constructor(
    private readonly numberOf: (node: NodeRef) => number,
    private readonly nowMs: () => number,
  ) {}

  get all(): readonly Trail[] {
    return this.list;
  }

  /** Watches the lookups of `target` that a node begins from now on, until `end`. */
  begin(
    node: ChordNode,
    target: Id,
    about: Pick<Trail, 'deed' | 'key' | 'turn'>,
  ): { readonly end: (outcome: string, good: boolean, owner?: NodeRef) => void } {
    const trail: Begun = {
      ...about,
      id: (this.last += 1),
      from: this.numberOf(node.self),
      hops: [],
      owner: null,
      outcome: null,
      good: true,
    };
    this.list.push(trail);
    if (this.list.length > TRAILS_MAX) this.list.shift();
    const stop = this.watch(node, target, trail);
    return {
      end: (outcome, good, owner) => {
        stop();
        trail.outcome = outcome;
        trail.good = good;
        if (owner) trail.owner = this.numberOf(owner);
      },
    };
  }

  private watch(node: ChordNode, target: Id, trail: Begun): () => void {
    const own = new Set<number>();
    let at = trail.from;
    return node.events.on((event) => {
      if (event.type === 'lookup-started' && event.target === target) {
        own.add(event.lookup);
        at = trail.from;
      } else if ('lookup' in event && own.has(event.lookup)) at = this.note(trail, event, at);
    });
  }

  /** @returns the index of the node at which the lookup is */
  private note(trail: Begun, event: LookupEvent, at: number): number {
    if (event.type === 'hop-started') {
      const via = 'index' in event.via ? `${event.via.kind} ${event.via.index}` : event.via.kind;
      const to = this.numberOf(event.to);
      trail.hops.push({ from: at, to, atMs: this.nowMs(), state: 'open', via });
    } else if (event.type === 'hop-answered' || event.type === 'hop-failed') {
      const to = this.numberOf(event.to);
      const state = event.type === 'hop-answered' ? 'answered' : 'failed';
      trail.hops = trail.hops.map((hop) =>
        hop.to === to && hop.state === 'open' ? { ...hop, state } : hop,
      );
      return state === 'answered' ? to : at;
    } else if (event.type === 'owner-found') trail.owner = this.numberOf(event.owner);
    return at;
  }
}
