// Knows which views this node ought to be the primary of, and sees to it that it becomes so.
import { codeOf, inRange, isArtificial, type Id, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../range/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Sync } from '../replica/sync';
import type { StoreContext } from '../store-context';
import { isMember, sameMembers, sameView, type View } from './view';
import { isNews, Superseded, type ChangeResult, type ViewChange } from './view-change';
import type { Segment } from './view-map';
import type { SentSegment } from './view-messages';
import type { ViewPeers } from './view-peers';
import { activate, isSealed } from './view-state';

/** A view of another lineage that has to be merged into ours. */
interface Foreign {
  readonly arc: Arc;
  readonly view: View;
}

interface Behind {
  readonly arc: Arc;
  readonly view: View;
  readonly member: NodeRef;
}

const ATTEMPTS_A_ROUND = 4;
const LEAVING_MS = 3_000;

export class Caretaker {
  private foreign: Foreign[] = [];
  private behind: Behind[] = [];
  /** The neighbours have to be asked what they know of our arc. */
  private mustAsk = true;
  private antiEntropyTurn = 0;
  /** Nodes that are leaving, with the arc that falls to us if it does. */
  private readonly leaving = new Map<
    Id,
    { readonly fromId: Id | null; readonly untilMs: number }
  >();

  constructor(
    private readonly context: ReplicaContext & Pick<StoreContext, 'authority'>,
    private readonly peers: ViewPeers,
    private readonly sync: Sync,
    private readonly change: ViewChange,
    private readonly soon: () => void,
  ) {}

  /** True when every part of our arc is served by us with the right members, all of them complete. */
  get isSettled(): boolean {
    return this.unsettled() === 0 && this.behind.length === 0 && !this.mustAsk;
  }

  /** Parts of our arc that we do not serve as we should. */
  unsettled(): number {
    const arc = this.arc();
    if (!arc) return 1;
    return this.parts(arc).filter((segment) => this.needsChange(segment)).length;
  }

  /** True when no member of the views in an arc is known to lack anything. */
  isComplete(arc: Arc): boolean {
    return this.behind.every((one) => !inRange(arc.fromId, one.arc.toId, arc.toId));
  }

  soonAgain(): void {
    this.soon();
  }

  askNeighbours(): void {
    this.mustAsk = true;
    this.soon();
  }

  /**
   * A neighbour leaves: it is no home replica any more, and `fromId` begins the arc that we take over
   * from it. It says so again and again; when it stops, it stays or is gone.
   */
  memberLeaves(node: NodeRef, fromId: Id | null): void {
    this.leaving.set(node.id, { fromId, untilMs: this.context.chord.clock.nowMs() + LEAVING_MS });
    this.soon();
  }

  isBehind(keyId: Id, member: NodeRef): void {
    const { arc, state } = this.context.book.at(keyId);
    if (
      !state.view ||
      this.behind.some((one) => one.member.id === member.id && one.arc.toId === arc.toId)
    )
      return;
    this.behind.push({ arc, view: state.view, member });
    this.soon();
  }

  /** Takes note of what others say about views; what concerns our lineage is taken over, others wait to be merged. */
  readonly learn = (segments: readonly SentSegment[]): void => {
    const { book } = this.context;
    for (const { arc, state: theirs } of segments) {
      const view = theirs.view;
      if (!view) continue;
      for (const part of book.within(arc)) {
        const mine = part.state.view;
        if (mine === null || (mine.lineage === view.lineage && isNews(view, part.state))) {
          void book.update(part.arc, (state) => activate(state, view, false));
        } else if (
          mine.lineage !== view.lineage &&
          !this.foreign.some((one) => sameForeign(one, part.arc, view))
        ) {
          this.foreign.push({ arc: part.arc, view });
        }
      }
    }
  };

  /** One look at everything; the schedule repeats it, and ring events bring it forward. */
  async round(): Promise<void> {
    this.forgetWhoStayed();
    const { membership } = this.context.chord;
    // Whoever leaves takes nothing over, least of all what it has just handed over.
    if ((membership !== 'member' && membership !== 'alone') || this.context.authority.isLeaving)
      return;
    for (let attempt = 0; attempt < ATTEMPTS_A_ROUND; attempt += 1) {
      if (this.mustAsk) await this.ask();
      if (!(await this.changeAll())) break;
    }
    await this.repair();
  }

  private forgetWhoStayed(): void {
    const nowMs = this.context.chord.clock.nowMs();
    for (const [id, { untilMs }] of this.leaving) if (untilMs < nowMs) this.leaving.delete(id);
  }

  /** Compares one home replica of one of our views with us, as a background against silent damage. */
  async antiEntropy(): Promise<void> {
    this.antiEntropyTurn += 1;
    const served = this.context.book.all().filter(({ state }) => state.serving && state.view);
    const pairs = served.flatMap(({ arc, state }) =>
      (state.view?.members ?? []).map((member) => ({ arc, member })),
    );
    const others = pairs.filter(({ member }) => !this.peers.isSelf(member));
    const pair = others[this.antiEntropyTurn % others.length];
    if (pair)
      await this.sync
        .push(pair.member, pair.arc)
        .catch(() => this.isBehind(pair.arc.toId, pair.member));
  }

  private async ask(): Promise<void> {
    const { chord } = this.context;
    const arc = this.arc();
    if (!arc) return;
    const neighbours = [
      ...this.successors(this.context.parameters.replicas),
      ...(chord.predecessor ? [chord.predecessor] : []),
    ];
    this.mustAsk = false;
    const answers = await Promise.allSettled(
      neighbours.map((node) => this.peers.collect(node, arc)),
    );
    for (const answer of answers) if (answer.status === 'fulfilled') this.learn(answer.value);
    // The successor is the one that may have served our arc; without its answer nothing is sure.
    if (neighbours.length > 0 && answers[0]?.status === 'rejected') this.mustAsk = true;
  }

  /** @returns true when something was learnt that asks for another attempt */
  private async changeAll(): Promise<boolean> {
    const arc = this.arc();
    if (!arc) return false;
    let again = false;
    for (const segment of this.parts(arc)) {
      if (!segment.state.view || !this.needsChange(segment)) continue;
      again = (await this.changeOne(segment, segment.state.view)) || again;
    }
    return again;
  }

  /** The parts of our arc, cut where a view of another lineage begins or ends. */
  private parts(arc: Arc): Segment[] {
    const borders = this.foreign.flatMap((one) => [one.arc.fromId, one.arc.toId]);
    return this.context.book.within(arc).flatMap((segment) => cutAt(segment, borders));
  }

  private async changeOne(segment: Segment, view: View): Promise<boolean> {
    const { book, events } = this.context;
    const bases = [view, ...this.foreignAt(segment.arc, view.lineage)];
    try {
      const result = await this.change.run({ arc: segment.arc, bases, members: this.desired() });
      this.foreign = this.foreign.filter((one) => !contains(segment.arc, one.arc));
      this.noteBehind(segment.arc, result);
      if (this.peers.isSelf(result.view.primary)) {
        book.mark(segment.arc, (state) => sameView(state.view, result.view) && !isSealed(state));
        const { epoch, members } = result.view;
        events.emit({ type: 'view-began', arc: segment.arc, epoch, members });
      }
      await this.peers.activate(result.former, segment.arc, result.view, () => false);
      return !this.peers.isSelf(result.view.primary);
    } catch (error) {
      if (error instanceof Superseded) return true;
      if (codeOf(error) === 'INTERNAL') throw error;
      events.emit({ type: 'view-blocked', arc: segment.arc, message: (error as Error).message });
      return false;
    }
  }

  /** The latest view of each other lineage that has to be merged into an arc. */
  private foreignAt(arc: Arc, lineage: string): View[] {
    const latest = new Map<string, View>();
    for (const { arc: where, view } of this.foreign) {
      const known = latest.get(view.lineage);
      const isNewer = !known || known.epoch < view.epoch;
      if (view.lineage !== lineage && contains(where, arc) && isNewer)
        latest.set(view.lineage, view);
    }
    return [...latest.values()];
  }

  private noteBehind(arc: Arc, { view, synced }: ChangeResult): void {
    for (const member of view.members) {
      if (!isMember(synced, member)) this.behind.push({ arc, view, member });
    }
  }

  /** Brings members up to date that were not there when their view began, or have lost their disk. */
  private async repair(): Promise<void> {
    const waiting = this.behind;
    this.behind = [];
    for (const one of waiting) {
      const isCurrent = this.context.book
        .within(one.arc)
        .every(({ state }) => state.serving && sameView(state.view, one.view));
      if (!isCurrent) continue;
      try {
        await this.peers.activate([one.member], one.arc, one.view, () => false);
        await this.sync.push(one.member, one.arc);
        const done = await this.peers.activate([one.member], one.arc, one.view, () => true);
        if (done.length === 0) this.behind.push(one);
        else this.context.events.emit({ type: 'replica-repaired', arc: one.arc, node: one.member });
      } catch (error) {
        if (codeOf(error) === 'INTERNAL') throw error;
        this.behind.push(one);
      }
    }
  }

  private needsChange({ arc, state }: Segment): boolean {
    const { view } = state;
    if (!view) return true;
    if (!this.peers.isSelf(view.primary) || !state.serving || isSealed(state)) return true;
    return (
      !sameMembers(view.members, this.desired()) ||
      this.foreign.some((one) => contains(one.arc, arc))
    );
  }

  /** The home replicas of our arc: this node and the next ones (DeCandia et al., Dynamo, 2007, section 4.3). */
  private desired(): NodeRef[] {
    return [this.context.chord.self, ...this.successors(this.context.parameters.replicas - 1)];
  }

  private successors(count: number): NodeRef[] {
    const { successors } = this.context.chord;
    return successors
      .filter((node) => !isArtificial(node) && !this.leaving.has(node.id))
      .slice(0, count);
  }

  /** What the ring says is ours, with the arc of a predecessor that leaves. */
  private arc(): Arc | null {
    const { membership, predecessor, self } = this.context.chord;
    if (membership === 'alone') return { fromId: self.id, toId: self.id };
    if (!predecessor) return null;
    const left = this.leaving.get(predecessor.id);
    return { fromId: left?.fromId ?? predecessor.id, toId: self.id };
  }
}

function contains(outer: Arc, inner: Arc): boolean {
  if (outer.fromId === outer.toId) return true;
  return (
    inRange(outer.fromId, inner.toId, outer.toId) &&
    (inner.fromId === outer.fromId || inRange(outer.fromId, inner.fromId, outer.toId)) &&
    inner.fromId !== inner.toId
  );
}

function cutAt({ arc, state }: Segment, borders: readonly Id[]): Segment[] {
  const inside = [...new Set(borders)].filter(
    (id) => id !== arc.toId && inRange(arc.fromId, id, arc.toId),
  );
  const ends = inside.sort((a, b) => (isBefore(arc.fromId, a, b) ? -1 : 1)).concat(arc.toId);
  return ends.map((toId, index) => ({
    arc: { fromId: index === 0 ? arc.fromId : (ends[index - 1] as Id), toId },
    state,
  }));
}

/** Clockwise from `fromId`, which itself comes last. */
function isBefore(fromId: Id, a: Id, b: Id): boolean {
  return a !== b && inRange(fromId, a, b);
}

function sameForeign(one: Foreign, arc: Arc, view: View): boolean {
  return one.arc.fromId === arc.fromId && one.arc.toId === arc.toId && sameView(one.view, view);
}
