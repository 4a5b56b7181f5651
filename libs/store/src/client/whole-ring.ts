// Asks the whole ring arc by arc: the node that answers for the first id of an arc returns how far it answers.
import { codeOf, inRange, type ChordNode, type Id, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import type { StoreContext } from '../primary/store-context';
import type { Attempt, Coordinator, RemoteCall } from './coordinator';

/** Arcs that cover all ids once. The cuts do not influence any answer, only the number of requests. */
export function knownArcs({
  self,
  successors,
  predecessor,
}: Pick<ChordNode, 'self' | 'successors' | 'predecessor'>): Arc[] {
  const known = [self, ...successors, ...(predecessor ? [predecessor] : [])];
  const ids = [...new Set(known.map(({ id }) => id))].sort();
  return ids.map((toId, index) => ({
    fromId: ids[(index + ids.length - 1) % ids.length] as string,
    toId,
  }));
}

/** The part of an arc behind an id that lies in it. */
export function behindArc({ fromId, toId }: Arc, id: string): Arc | undefined {
  if (id === toId || !inRange(fromId, id, toId)) return undefined;
  return { fromId: id, toId };
}

export interface ArcQuestion<Reply> {
  readonly local: () => Promise<Reply>;
  readonly remote: (node: NodeRef, call: RemoteCall) => Promise<Reply>;
}

/** Either an answer, with the rest of the arc, or the reason why there is none. */
export type ArcAnswer<Reply> =
  | { readonly reply: Reply; readonly rest: Arc | undefined }
  | { readonly unavailable: unknown };

/** No node can answer now, or the node that could is of an earlier version. */
const UNANSWERED: ReadonlySet<string> = new Set(['UNAVAILABLE', 'UNKNOWN_MESSAGE']);

/** Requests about arcs with one common deadline. */
export class ArcQuestions {
  constructor(
    private readonly context: StoreContext,
    private readonly coordinator: Coordinator,
    private readonly deadlineAtMs: number,
    private readonly trace: string | undefined,
  ) {}

  /** @throws as `Coordinator.reach`, except for what no node can answer */
  async ask<Reply extends { readonly toId: Id; readonly ownedFrom: Id }>(
    arc: Arc,
    question: ArcQuestion<Reply>,
  ): Promise<ArcAnswer<Reply>> {
    const { chord } = this.context;
    try {
      const attempt: Attempt<null, Reply> = {
        local: () => question.local(),
        remote: (_, node, call) => question.remote(node, call),
      };
      const timeoutMs = this.deadlineAtMs - chord.clock.nowMs();
      const options = { timeoutMs, trace: this.trace, writes: false };
      const keyId = chord.space.add(arc.fromId, 1n);
      const { reply } = await this.coordinator.reach(keyId, attempt, null, options);
      return { reply, rest: behindArc(arc, reply.toId) };
    } catch (error) {
      if (!UNANSWERED.has(codeOf(error))) throw error;
      return { unavailable: error };
    }
  }
}
