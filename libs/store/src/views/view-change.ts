// Knows how the view of an arc is followed by the next: seal, bring together, choose, begin
// (Lamport, Malkhi, Zhou, Vertical Paxos, PODC 2009, section 3; Lamport, The Part-Time Parliament, for the choice).
import { isArtificial, type NodeRef } from '@chord-dht/chord';
import { unlessGone } from '../unless-gone';
import { unavailable } from '../errors';
import type { Arc } from '../range/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Sync } from '../replica/sync';
import { gather } from './gather';
import { Newcomers, type Present } from './newcomers';
import { ProposedView } from './proposed-view';
import { heldBefore, latest, NotBegun, Sealer, Superseded, type Seal } from './seal';
import { isMember, majorityOf, sameMembers, sameView, type View } from './view';
import { bindingProposal, type ViewPeers } from './view-peers';
import type { SentSegment } from './view-messages';
import { isSealed, isSurvivor, supersedes, NO_VIEW, type Proposal } from './view-state';

export interface ChangeRequest {
  readonly arc: Arc;
  /** The views that end: the one that this node knows, and those of other lineages that merge into it. */
  readonly bases: readonly View[];
  /** The home replicas of the view that is to begin, this node first. */
  readonly members: readonly NodeRef[];
}

export interface ChangeResult {
  readonly view: View;
  /** Members of the view that hold everything. */
  readonly synced: readonly NodeRef[];
  readonly former: readonly NodeRef[];
}

/** A view that is chosen, with what is known of its members. */
interface Chosen {
  readonly view: View;
  readonly synced: readonly NodeRef[];
  readonly former: readonly NodeRef[];
  /** Members that hold everything and nothing else. */
  readonly givers: readonly NodeRef[];
}

export class ViewChange {
  private readonly sealer: Sealer;
  private readonly newcomers: Newcomers;
  private readonly proposed: ProposedView;
  /** Views of ours that are chosen and have not begun. */
  private readonly chosen = new WeakMap<View, Chosen>();

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    private readonly sync: Sync,
    private readonly learn: (segments: readonly SentSegment[]) => void,
  ) {
    this.sealer = new Sealer(context, peers, learn);
    this.newcomers = new Newcomers(peers);
    this.proposed = new ProposedView(peers, learn);
  }

  /**
   * Ends `bases` and begins one view for all of them. Until the seal the old view serves on; a new
   * member fetches what there is before that, so that the seal lasts only as long as the rest takes.
   * A view that was chosen and could not begin, as whoever chose it is gone, begins from the one before it.
   * @returns nothing when only those are to come in who do not answer, and the old view goes on
   * @throws StoreError `UNAVAILABLE` when a quorum is missing; Superseded
   */
  async run(request: ChangeRequest, toBegin?: View): Promise<ChangeResult | undefined> {
    try {
      return await this.follow(request, toBegin);
    } catch (error) {
      const [basis] = request.bases;
      if (!(error instanceof NotBegun) || !basis || request.bases.length > 1) throw error;
      const before = latest([error.before, await this.askBefore(request.arc, basis)]);
      if (!before) throw unavailable('The view was chosen and could not begin.', 'not-applied');
      return this.run({ ...request, bases: [before] }, toBegin ?? basis);
    }
  }

  /** What is held of the view before one that none of whose members holds anything. */
  private async askBefore(arc: Arc, basis: View): Promise<View | undefined> {
    const { predecessor, successors } = this.context.chord;
    const neighbours = [...successors, predecessor].filter((node) => node && !isArtificial(node));
    const answers = await this.peers.collectAll(neighbours as NodeRef[], arc);
    return latest(answers.map(({ reply }) => heldBefore(reply, basis)));
  }

  /** @param toBegin the view that is known to be chosen after the only basis, if one is */
  private async follow(
    { arc, bases, members }: ChangeRequest,
    toBegin: View | undefined,
  ): Promise<ChangeResult | undefined> {
    const chosen = bases.length === 1 && this.unbegun(arc, bases[0] as View);
    if (chosen) {
      // Those that were brought up to date may be gone by now, and others there.
      const { view } = chosen;
      const synced = await this.bringUp(arc, bases, view, view.members);
      return this.begin(arc, { ...chosen, synced });
    }
    const present = await this.newcomers.present(bases, members);
    const isWaiting = bases.length === 1 && present.members.length < members.length;
    if (isWaiting && this.servesAlready(arc, present.members)) return undefined;
    const { chord, records } = this.context;
    const had = records.count(arc) > 0;
    await this.prefetch(arc, bases);
    const ballot = this.sealer.nextBallot();
    const seals = new Map<View, Seal>();
    // Our own view last: when another ring cannot be had, ours serves on.
    for (const basis of [...bases].reverse())
      seals.set(basis, await this.sealer.seal(arc, basis, ballot));
    const bound = bindingProposal(
      [...seals.values()]
        .flatMap(({ replies }) => replies)
        .map((reply) => (reply.kind === 'promised' ? reply.accepted : null))
        .filter((proposal) => proposal && isAhead(proposal.view, bases)),
    );
    // What the old members have accepted decides; without that they know of another choice than we.
    if (toBegin && !sameView(toBegin, bound?.view ?? null))
      throw unavailable('What was chosen after the old view is not known here.', 'not-applied');
    const view = bound?.view ?? (await this.successorOf(arc, bases, present));

    const givers = [...seals.values()].flatMap((seal) => seal.givers);
    // First, for what is later here would keep out what is right.
    if (had && !isMember(givers, chord.self)) await this.sync.dropUnknown(givers, arc);
    for (const from of givers) if (!this.peers.isSelf(from)) await this.sync.pull(from, arc);
    const who = bound ? await this.proposed.whoMayCount(arc, bases, view) : view.members;
    const synced = await this.bringUp(arc, bases, view, who);
    await this.choose(arc, seals, { ballot, view });
    const former = bases
      .flatMap((basis) => basis.members)
      .filter((node) => !isMember(view.members, node));
    return this.begin(arc, { view, synced, former, givers });
  }

  /**
   * Tells the members of a view that is chosen. Where too few of them hear of it, nobody can go on
   * without this node: no other knows who holds everything. So it is told again, not followed.
   */
  private async begin(arc: Arc, chosen: Chosen): Promise<ChangeResult> {
    const { view, synced, former, givers } = chosen;
    // The next time nobody is trusted to have kept what it was given.
    this.chosen.set(view, { ...chosen, givers: [] });
    const begun = await this.peers.begin(arc, view, synced, async (node) => {
      if (!isMember(givers, node)) await this.tidy(node, arc, view);
    });
    if (begun.length < majorityOf(view.members)) {
      throw unavailable('The members of the new view did not all answer.', 'not-applied');
    }
    this.chosen.delete(view);
    return { view, synced, former };
  }

  /** A view that this node has seen chosen and that has not begun, if nobody has gone on from it. */
  private unbegun(arc: Arc, view: View): Chosen | undefined {
    const isUntouched = this.context.book
      .within(arc)
      .every(({ state }) => state.view === view && state.synced && !isSealed(state));
    return isUntouched ? this.chosen.get(view) : undefined;
  }

  private servesAlready(arc: Arc, members: readonly NodeRef[]): boolean {
    return this.context.book
      .within(arc)
      .every(({ state }) => state.serving && sameMembers(state.view?.members ?? [], members));
  }

  /** Without a seal, and without harm when it fails. */
  private async prefetch(arc: Arc, bases: readonly View[]): Promise<void> {
    for (const { primary, members } of bases) {
      if (isMember(members, this.context.chord.self) || this.peers.isSelf(primary)) continue;
      await unlessGone(this.context, primary, this.sync.pull(primary, arc)).catch(() => undefined);
    }
  }

  /**
   * A member that was in none of the old views may have kept what was deleted since it was in one; the
   * tombstones may be gone. It holds everything, and nothing else, before it counts.
   */
  private async tidy(node: NodeRef, arc: Arc, view: View): Promise<void> {
    // One that has counted in it already may have what we do not.
    if (await this.peers.tell(node, arc, view, false)) return;
    await this.sync.pushExactly(node, arc, view);
  }

  private async successorOf(arc: Arc, bases: readonly View[], present: Present): Promise<View> {
    const epoch = Math.max(...bases.map((basis) => basis.epoch)) + 1;
    const survivor = bases.reduce((a, b) => (isSurvivor(a.lineage, b.lineage) ? a : b));
    const members = await this.newcomers.enrol(arc, survivor, present);
    const view = { epoch, lineage: survivor.lineage, primary: members[0] as NodeRef, members };
    return bases.length === 1 ? view : { ...view, isMerger: true };
  }

  /** Gives the members of the new view everything. @returns those that have it */
  private async bringUp(
    arc: Arc,
    bases: readonly View[],
    { members }: View,
    who: readonly NodeRef[],
  ): Promise<NodeRef[]> {
    const isEnough = (some: readonly NodeRef[]): boolean => some.length >= majorityOf(members);
    const done = who.map(async (member) => {
      if (this.peers.isSelf(member)) return member;
      try {
        this.requireNoOtherLineage(await this.peers.collect(member, arc), bases);
        await unlessGone(this.context, member, this.sync.push(member, arc));
        return member;
      } catch (error) {
        if (error instanceof Superseded) throw error;
        return undefined;
      }
    });
    // A new member may lack so much that it takes minutes; whoever is late is a matter of repair.
    const synced = await gather(this.context.chord.clock, done, isEnough);
    if (isEnough(synced)) return synced;
    throw unavailable(
      'Too few members of the new view could be brought up to date.',
      'not-applied',
    );
  }

  /** A member that comes from another ring brings its view along; it has to be merged, not overwritten. */
  private requireNoOtherLineage(segments: readonly SentSegment[], bases: readonly View[]): void {
    const foreign = segments.filter(({ state }) => {
      const { view } = state;
      return (
        view !== null &&
        bases.every((basis) => basis.lineage !== view.lineage) &&
        view.members.length > 0
      );
    });
    if (foreign.length === 0) return;
    this.learn(foreign);
    throw new Superseded('A member belongs to another ring as well.');
  }

  private async choose(
    arc: Arc,
    seals: ReadonlyMap<View, Seal>,
    proposal: Proposal,
  ): Promise<void> {
    for (const [basis, seal] of [...seals].reverse()) {
      const accepted = await this.peers.accept(seal, arc, basis, proposal);
      const gone =
        basis.lineage === proposal.view.lineage
          ? 0
          : await this.countMerged(arc, basis, proposal.view);
      if (accepted + gone < seal.needed)
        throw new Superseded('The choice of the view was not accepted.');
    }
  }

  private async countMerged(arc: Arc, basis: View, view: View): Promise<number> {
    const answers = await Promise.allSettled(
      basis.members.map((member) => this.peers.collect(member, arc)),
    );
    return answers.filter(
      (answer) =>
        answer.status === 'fulfilled' &&
        answer.value.every(
          ({ state }) => state.view !== null && state.view.lineage === view.lineage,
        ),
    ).length;
  }
}

/**
 * False for a view that a base has come up to: a merger into its lineage that one ring has heard of and
 * the other not, or that came to nothing. If it was chosen, that base follows it; if it was not, it can
 * never begin. Either way nothing is lost by a view behind all bases, and only such a one can begin.
 */
function isAhead(view: View, bases: readonly View[]): boolean {
  return bases.every((basis) => basis.lineage !== view.lineage || basis.epoch < view.epoch);
}

/** True when `view` is news to a node whose state is `state`. */
export function isNews(view: View | null, state: { view: View | null }): view is View {
  return (
    view !== null &&
    !sameView(view, state.view) &&
    supersedes(view, { ...NO_VIEW, view: state.view })
  );
}
