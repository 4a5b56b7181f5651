// Knows which members of our views lack something, and brings them up to date; looks for such in the background.
import { codeOf, inRange, type Id, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../range/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Sync } from '../replica/sync';
import { sameView, type View } from './view';
import type { ViewPeers } from './view-peers';

interface Behind {
  readonly arc: Arc;
  readonly view: View;
  readonly member: NodeRef;
}

export class Repairs {
  private behind: Behind[] = [];
  private turn = 0;

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    private readonly sync: Sync,
  ) {}

  get isDone(): boolean {
    return this.behind.length === 0;
  }

  /** True when no member of the views in an arc is known to lack anything. */
  isComplete(arc: Arc): boolean {
    return this.behind.every((one) => !inRange(arc.fromId, one.arc.toId, arc.toId));
  }

  /** @returns true when this is news */
  note(arc: Arc, view: View, member: NodeRef): boolean {
    const isKnown = this.behind.some(
      (one) => one.member.id === member.id && one.arc.toId === arc.toId,
    );
    if (!isKnown) this.behind.push({ arc, view, member });
    return !isKnown;
  }

  /** A member that answered an operation on a key of its arc so. */
  noteAt(keyId: Id, member: NodeRef): boolean {
    const { arc, state } = this.context.book.at(keyId);
    return state.view !== null && this.note(arc, state.view, member);
  }

  /** Tries each once; whoever does not answer stays noted. */
  async round(): Promise<void> {
    const waiting = this.behind;
    this.behind = [];
    for (const one of waiting) {
      if (!this.isCurrent(one) || (await this.mend(one))) continue;
      this.note(one.arc, one.view, one.member);
    }
  }

  /** Compares one home replica of one of our views with us, against silent damage. */
  async compareOne(): Promise<void> {
    this.turn += 1;
    const served = this.context.book.all().filter(({ state }) => state.serving);
    const pairs = served.flatMap(({ arc, state: { view } }) =>
      view ? view.members.map((member) => ({ arc, view, member })) : [],
    );
    const others = pairs.filter(({ member }) => !this.peers.isSelf(member));
    const one = others[this.turn % others.length];
    if (one)
      await this.sync
        .pushExactly(one.member, one.arc, one.view)
        .catch(() => this.note(one.arc, one.view, one.member));
  }

  /** A view has begun here: what its members have beside it was never acknowledged, and goes. */
  async tidy(arc: Arc, view: View, members: readonly NodeRef[]): Promise<void> {
    const others = members.filter((member) => !this.peers.isSelf(member));
    const tidied = others.map((member) =>
      this.sync.pushExactly(member, arc, view).catch(() => this.note(arc, view, member)),
    );
    await Promise.all(tidied);
  }

  private isCurrent({ arc, view }: Behind): boolean {
    return this.context.book
      .within(arc)
      .every(({ state }) => state.serving && sameView(state.view, view));
  }

  private async mend({ arc, view, member }: Behind): Promise<boolean> {
    try {
      // It has to hear of the view first: from then on it gets all writes, and the sync brings the rest.
      await this.peers.activate([member], arc, view, () => false);
      await this.sync.pushExactly(member, arc, view);
      const done = await this.peers.activate([member], arc, view, () => true);
      if (done.length > 0)
        this.context.events.emit({ type: 'replica-repaired', arc, node: member });
      return done.length > 0;
    } catch (error) {
      if (codeOf(error) === 'INTERNAL') throw error;
      return false;
    }
  }
}
