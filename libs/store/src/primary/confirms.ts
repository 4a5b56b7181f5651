// Batched confirmation: one question to each member asks for all readings that wait whether their views stand.
import { atEndOfTurn, type Id, type NodeRef } from '@chord-dht/chord';
import { CONFIRM, type Standing, type Vote } from '../messages/byte-messages';
import type { ReplicaContext } from '../replica/replica-context';
import type { View } from '../views/view';
import type { Segment } from '../views/view-map';
import type { ReplicationHooks } from './replication';
import { Tally, type Majority } from './votes';

/** A reading that waits for the votes of the members of its view. */
interface Reading {
  readonly segment: Segment;
  readonly view: View;
  readonly tally: Tally;
}

/** What is known of one member. */
interface Member {
  readonly node: NodeRef;
  /** Readings for the next round: a round counts only for those that came before it was sent. */
  waiting: Reading[];
  life: string;
  revision: number;
  /** The segments of our book whose views stood at the member in that life, at that revision. */
  standing: Set<Segment>;
}

/**
 * A reading of what the primary has is linearizable when a majority of the view, the primary with it,
 * says after the reading has arrived that the view stands: every majority that could have sealed it has
 * one of them in it. A member answers with a revision of its views. As long as that is unchanged, the
 * views that stood before stand still and need not be named. No clock is trusted.
 */
export class Confirms {
  private readonly members = new Map<Id, Member>();

  constructor(
    private readonly context: ReplicaContext,
    private readonly hooks: Pick<ReplicationHooks, 'onBehind' | 'onSealed'>,
  ) {}

  /** Resolves when it is sure whether a majority of the members of the view says that it stands. */
  stands(segment: Segment, view: View): Promise<Majority> {
    return new Promise((resolve) => {
      const reading = { segment, view, tally: new Tally(view.members, 1, resolve) };
      for (const node of view.members) {
        if (node.id === this.context.chord.self.id) continue;
        this.ask(this.memberOf(node), reading);
      }
    });
  }

  private memberOf(node: NodeRef): Member {
    const known = this.members.get(node.id);
    if (known) return known;
    const member: Member = { node, waiting: [], life: '', revision: -1, standing: new Set() };
    this.members.set(node.id, member);
    return member;
  }

  private ask(member: Member, reading: Reading): void {
    member.waiting.push(reading);
    if (member.waiting.length === 1) atEndOfTurn(this.context.chord.clock, () => this.send(member));
  }

  private send(member: Member): void {
    const { calls, parameters } = this.context;
    const readings = member.waiting;
    member.waiting = [];
    const named = new Map<Segment, View>();
    for (const { segment, view } of readings)
      if (!member.standing.has(segment)) named.set(segment, view);
    const checks = [...named].map(([{ arc }, { epoch, lineage }]) => ({
      view: { epoch, lineage },
      ...arc,
    }));
    const request = CONFIRM.writeRequest(checks);
    calls.call(member.node, request, parameters.replicaTimeoutMs, (error, reply) => {
      if (error) for (const { tally } of readings) tally.add('none');
      else this.take(member, readings, [...named.keys()], CONFIRM.readReply(reply));
    });
  }

  private take(
    member: Member,
    readings: readonly Reading[],
    named: readonly Segment[],
    { life, revision, votes }: Standing,
  ): void {
    if (member.life !== life || member.revision !== revision) {
      member.life = life;
      member.revision = revision;
      member.standing = new Set();
    }
    const voted = new Map<Segment, Vote>();
    for (const [place, segment] of named.entries()) {
      const vote = votes[place] ?? 'none';
      voted.set(segment, vote);
      if (vote === 'counts') member.standing.add(segment);
    }
    for (const reading of readings) {
      const vote =
        voted.get(reading.segment) ?? (member.standing.has(reading.segment) ? 'counts' : undefined);
      // The member has changed its views since it was asked last: the view has to be named now.
      if (vote === undefined) this.ask(member, reading);
      else this.count(reading, vote, member.node);
    }
  }

  private count({ segment, view, tally }: Reading, vote: Vote, node: NodeRef): void {
    if (vote === 'behind') this.hooks.onBehind(segment.arc.toId, node);
    if (vote === 'sealed') this.hooks.onSealed(segment.arc.toId, view);
    tally.add(vote);
  }
}
