// The lookup that each node forwards itself, so that the answer travels back along the path. For comparison with the
// paper: applications get the iterative one unless they say otherwise.
import { ChordError, codeOf } from '../base/errors';
import type { Id } from '../id/between';
import { isGone, ping, type MemberContext } from '../context/member-context';
import type { FoundReply } from '../messages/chord-messages';
import type { NodeRef } from '../id/node-ref';
import type { LookupOptions } from './iterative-lookup';
import type { LookupResult } from './lookup-result';
import { nextHop } from './next-hop';

/**
 * Finds the owner of `target` by asking the next node to do the same. A node that does not answer is passed over, here
 * and by every node further on.
 * @param hopsLeft the number of forwards that are still allowed
 * @param deadlineMs the node's monotonic time at which the querier stops waiting
 * @throws ChordError `LOOKUP_FAILED` or `DEADLINE`
 */
export async function findRecursively(
  context: MemberContext,
  question: { target: Id; avoid: readonly Id[]; hopsLeft: number },
  deadlineMs: number,
  onDead: (node: NodeRef) => void,
): Promise<FoundReply> {
  const { self, state, clock, read, call } = context;
  const avoid = new Set(question.avoid);
  for (;;) {
    const step = nextHop(state, question.target, avoid);
    if (step.kind === 'owner')
      return { owner: step.owner, followers: step.followers, path: [self] };
    if (step.kind === 'none')
      throw new ChordError(
        'LOOKUP_FAILED',
        `${self.address} knows no live node on the way to this id.`,
      );
    if (question.hopsLeft <= 0)
      throw new ChordError('LOOKUP_FAILED', 'The lookup took too many hops.');
    const timeoutMs = deadlineMs - clock.nowMs();
    if (timeoutMs <= 0) throw new ChordError('DEADLINE', 'The lookup ran out of time.');
    const onward = { target: question.target, avoid: [...avoid], hopsLeft: question.hopsLeft - 1 };
    try {
      // A ping distinguishes a dead next hop from a long way; it takes one round trip's deadline.
      if (!(await ping(context, step.node)))
        throw new ChordError('NOT_MEMBER', `${step.node.address} is not in this ring.`);
      const found = read.found(await call(step.node, 'chord.find', onward, { timeoutMs }));
      return { ...found, path: [self, ...found.path] };
    } catch (error) {
      if (!isGone(error) && codeOf(error) !== 'NOT_MEMBER') throw error;
      avoid.add(step.node.id);
      if (isGone(error)) onDead(step.node);
    }
  }
}

/** The recursive lookup of a querier. The result has the nodes visited, not each attempt. */
export async function lookupRecursively(
  context: MemberContext,
  target: Id,
  options: LookupOptions,
  onDead: (node: NodeRef) => void,
): Promise<LookupResult> {
  const { clock, parameters } = context;
  const startedMs = clock.nowMs();
  const deadlineMs = startedMs + (options.timeoutMs ?? parameters.operationTimeoutMs);
  const question = { target, avoid: options.avoid ?? [], hopsLeft: parameters.hopsMax };
  const found = await findRecursively(context, question, deadlineMs, onDead);
  const endsAtOwner = found.path[found.path.length - 1]?.id === found.owner.id;
  const path = endsAtOwner ? found.path : [...found.path, found.owner];
  return { target, ...found, path, hops: [], ms: clock.nowMs() - startedMs };
}
