// Knows how to ask the members of a view, this node among them, and what their answers mean.
import { isGone, sameNode, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../range/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Acceptor } from './acceptor';
import { compareBallots, type Ballot, type View, type ViewName } from './view';
import type { PrepareReply, SentSegment } from './view-messages';
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
  ): Promise<Answer<PrepareReply>[]> {
    const { epoch, lineage } = basis;
    const body = { arc, basis: { epoch, lineage }, ballot };
    return this.askAll(members, async (node) =>
      this.isSelf(node)
        ? this.acceptor.prepare(arc, basis, ballot)
        : this.readPrepare(await this.context.call(node, 'view.prepare', body, this.patience())),
    );
  }

  async accept(
    members: readonly NodeRef[],
    arc: Arc,
    basis: ViewName,
    proposal: Proposal,
  ): Promise<number> {
    const { epoch, lineage } = basis;
    const body = { arc, basis: { epoch, lineage }, proposal };
    const answers = await this.askAll(members, async (node) => {
      if (this.isSelf(node)) return (await this.acceptor.accept(arc, basis, proposal)).kind;
      const reply = await this.context.call(node, 'view.accept', body, this.patience());
      return this.context.read.fields(reply)['kind'];
    });
    return answers.filter(({ reply }) => reply === 'accepted').length;
  }

  /** @returns the nodes that have the view now, durably */
  async activate(
    nodes: readonly NodeRef[],
    arc: Arc,
    view: View,
    isSynced: (node: NodeRef) => boolean,
  ): Promise<NodeRef[]> {
    const answers = await this.askAll(nodes, async (node) => {
      const synced = isSynced(node);
      if (this.isSelf(node)) await this.acceptor.activate(arc, view, synced);
      else await this.context.call(node, 'view.activate', { arc, view, synced }, this.patience());
    });
    return answers.map(({ from }) => from);
  }

  async collect(node: NodeRef, arc: Arc): Promise<SentSegment[]> {
    if (this.isSelf(node)) return this.acceptor.collect(arc);
    const reply = this.context.read.fields(
      await this.context.call(node, 'view.collect', { arc }, this.patience()),
    );
    return this.context.readView.segments(reply['segments']);
  }

  isSelf(node: NodeRef): boolean {
    return sameNode(node, this.context.chord.self);
  }

  /** Asks all at once; those that do not answer are left out. */
  private async askAll<Reply>(
    nodes: readonly NodeRef[],
    ask: (node: NodeRef) => Promise<Reply>,
  ): Promise<Answer<Reply>[]> {
    const asked = nodes.map(async (from): Promise<Answer<Reply> | undefined> => {
      try {
        return { from, reply: await ask(from) };
      } catch (error) {
        if (!isGone(error) && this.isSelf(from)) throw error;
        return undefined;
      }
    });
    return (await Promise.all(asked)).filter(
      (answer): answer is Answer<Reply> => answer !== undefined,
    );
  }

  private readPrepare(body: unknown): PrepareReply {
    const { kind, synced, accepted, promised, segments } = this.context.read.fields(body);
    const { readView } = this.context;
    if (kind === 'promised') {
      return {
        kind,
        synced: synced === true,
        accepted: accepted === null ? null : readView.proposal(accepted),
      };
    }
    if (kind === 'outbid') return { kind, promised: readView.ballot(promised) };
    return { kind: 'other', segments: readView.segments(segments) };
  }

  private patience(): { timeoutMs: number } {
    return { timeoutMs: this.context.parameters.viewTimeoutMs };
  }
}

/** Of several acceptances, the one that Paxos binds the next proposer to. */
export function bindingProposal(proposals: readonly (Proposal | null)[]): Proposal | null {
  return proposals.reduce(
    (best, one) => (!best || (one && compareBallots(one.ballot, best.ballot) > 0) ? one : best),
    null,
  );
}
