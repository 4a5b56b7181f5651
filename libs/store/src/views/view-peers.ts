// Knows how to ask the members of a view, this node among them, and what their answers mean.
import { isGone, sameNode, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../range/position';
import { askReplica } from '../replica/ask-replica';
import type { ReplicaContext } from '../replica/replica-context';
import { inBackground } from '../store-context';
import type { Acceptor } from './acceptor';
import { gather } from './gather';
import {
  compareBallots,
  isMember,
  majorityOf,
  type Ballot,
  type View,
  type ViewName,
} from './view';
import type { PrepareReply, SentSegment, ViewMessages } from './view-messages';
import type { Proposal } from './view-state';

/** An answer and who gave it. */
export interface Answer<Reply> {
  readonly from: NodeRef;
  readonly reply: Reply;
}

export class ViewPeers {
  constructor(
    private readonly context: ReplicaContext,
    private readonly acceptor: Acceptor,
  ) {}

  prepare(
    members: readonly NodeRef[],
    arc: Arc,
    basis: ViewName,
    ballot: Ballot,
    wanted: 'majority' | 'all' = 'majority',
  ): Promise<Answer<PrepareReply>[]> {
    const { epoch, lineage } = basis;
    const body = { arc, basis: { epoch, lineage }, ballot };
    return this.askAll(
      members,
      async (node) =>
        this.isSelf(node)
          ? this.acceptor.prepare(arc, basis, ballot)
          : this.readPrepare(await this.call(node, 'view.prepare', body)),
      (answers) =>
        wanted === 'majority' &&
        answers.filter(({ reply }) => isVote(reply)).length >= majorityOf(members),
    );
  }

  /** @returns how many of the voters have accepted it durably; when that is enough, the last are not waited for long */
  async accept(
    { voters, needed }: { readonly voters: readonly NodeRef[]; readonly needed: number },
    arc: Arc,
    basis: View,
    proposal: Proposal,
  ): Promise<number> {
    const { epoch, lineage } = basis;
    const body = { arc, basis: { epoch, lineage }, proposal };
    const accepted = (answers: readonly Answer<unknown>[]): number =>
      answers.filter(({ reply }) => reply === 'accepted').length;
    const answers = await this.askAll(
      voters,
      async (node) => {
        if (this.isSelf(node)) return (await this.acceptor.accept(arc, basis, proposal)).kind;
        return this.context.read.fields(await this.call(node, 'view.accept', body))['kind'];
      },
      (some) => accepted(some) >= needed,
    );
    return accepted(answers);
  }

  /** Tells all members. @returns those that hold everything and know it, durably */
  async begin(
    arc: Arc,
    view: View,
    synced: readonly NodeRef[],
    prepared: (node: NodeRef) => Promise<void>,
  ): Promise<NodeRef[]> {
    const answers = this.askAll(
      synced,
      async (node) => {
        if (!this.isSelf(node)) await prepared(node);
        return this.tell(node, arc, view, true);
      },
      (some) => some.length >= majorityOf(view.members),
    );
    const begun = (await answers).map(({ from }) => from);
    // Those that do not hold everything count for nothing yet, and may well be silent. What they hold of
    // the old view is needed as long as this one has not begun.
    const others = view.members.filter((node) => !isMember(synced, node));
    if (begun.length >= majorityOf(view.members)) {
      inBackground(
        this.context,
        this.activate(others, arc, view, () => false),
      );
    }
    return begun;
  }

  /** @returns the nodes that have the view now, durably */
  async activate(
    nodes: readonly NodeRef[],
    arc: Arc,
    view: View,
    isSynced: (node: NodeRef) => boolean,
  ): Promise<NodeRef[]> {
    const answers = await this.askAll(nodes, (node) => this.tell(node, arc, view, isSynced(node)));
    return answers.map(({ from }) => from);
  }

  /** @returns true when the node held everything in this view already */
  async tell(node: NodeRef, arc: Arc, view: View, synced: boolean): Promise<boolean> {
    if (this.isSelf(node)) return this.acceptor.activate(arc, view, synced);
    const body = { arc, view, synced };
    return (
      this.context.read.fields(await this.call(node, 'view.activate', body))['wasSynced'] === true
    );
  }

  async collect(node: NodeRef, arc: Arc): Promise<SentSegment[]> {
    if (this.isSelf(node)) return this.acceptor.collect(arc);
    const reply = this.context.read.fields(await this.call(node, 'view.collect', { arc }));
    return this.context.readView.segments(reply['segments']);
  }

  async disk(node: NodeRef): Promise<string> {
    const { read } = this.context;
    return read.disk(read.fields(await this.call(node, 'view.disk', null))['disk']);
  }

  async enrol(node: NodeRef, arc: Arc, basis: View, disk: string): Promise<void> {
    await this.call(node, 'view.enrol', { arc, basis, disk });
  }

  /** What several nodes know of an arc; the first is waited for, the others a little longer than it. */
  collectAll(nodes: readonly NodeRef[], arc: Arc): Promise<Answer<SentSegment[]>[]> {
    const [first] = nodes;
    return this.askAll(
      nodes,
      (node) => this.collect(node, arc),
      (answers) => answers.some(({ from }) => from === first),
    );
  }

  isSelf(node: NodeRef): boolean {
    return sameNode(node, this.context.chord.self);
  }

  /** Asks all at once; those that do not answer are left out, and not waited for when there is `enough`. */
  private askAll<Reply>(
    nodes: readonly NodeRef[],
    ask: (node: NodeRef) => Promise<Reply>,
    enough: (answers: readonly Answer<Reply>[]) => boolean = () => false,
  ): Promise<Answer<Reply>[]> {
    const asked = nodes.map(async (from): Promise<Answer<Reply> | undefined> => {
      try {
        return { from, reply: await ask(from) };
      } catch (error) {
        if (!isGone(error) && this.isSelf(from)) throw error;
        return undefined;
      }
    });
    return gather(this.context.chord.clock, asked, enough);
  }

  private readPrepare(body: unknown): PrepareReply {
    const { kind, synced, forgot, accepted, promised, segments } = this.context.read.fields(body);
    const { readView } = this.context;
    if (kind === 'promised') {
      return {
        kind,
        synced: synced === true,
        forgot: forgot !== false,
        accepted: accepted === null ? null : readView.proposal(accepted),
      };
    }
    if (kind === 'outbid') return { kind, promised: readView.ballot(promised) };
    return { kind: 'other', segments: readView.segments(segments) };
  }

  private call<Type extends keyof ViewMessages & string>(
    node: NodeRef,
    type: Type,
    body: ViewMessages[Type]['request'],
  ): Promise<unknown> {
    const { viewTimeoutMs: timeoutMs } = this.context.parameters;
    return askReplica(this.context, node, type, body, { timeoutMs });
  }
}

/** True for a promise that counts: a member that lost its disk, or has never had everything, may have forgotten what it once promised. */
export function isVote(reply: PrepareReply): boolean {
  return reply.kind === 'promised' && reply.synced;
}

/** Of several acceptances, the one that Paxos binds the next proposer to. */
export function bindingProposal(proposals: readonly (Proposal | null)[]): Proposal | null {
  return proposals.reduce(
    (best, one) => (!best || (one && compareBallots(one.ballot, best.ballot) > 0) ? one : best),
    null,
  );
}
