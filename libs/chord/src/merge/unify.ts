// Knows how two rings become one (Shafaat, Ghodsi, Haridi, Dealing with Network Partitions, 2009, section 4).
import { codeOf } from '../errors';
import { IterativeLookup } from '../lookup/iterative-lookup';
import type { LookupResult } from '../lookup/lookup-result';
import { type MemberContext } from '../member-context';
import type { NodeRef } from '../ring/node-ref';

/**
 * Offers `stranger` to the member of this ring that precedes its place. That member asks the
 * stranger itself and adopts it by the rules of stabilisation; each predecessor that changes then
 * hints the one before it, and so the two rings close like a zip. Nothing is adopted unheard.
 */
export async function offerPlace(
  context: MemberContext,
  stranger: NodeRef,
  tryCandidate: (candidate: NodeRef) => Promise<void>,
): Promise<void> {
  const found = await findPredecessor(context, stranger);
  const predecessor = predecessorOf(found, context.state.predecessor);
  if (!predecessor || predecessor.id === stranger.id) return;
  if (predecessor.id === context.self.id) await tryCandidate(stranger);
  else await context.call(predecessor, 'chord.hint', { candidate: stranger });
}

/** True when a lookup in this ring leads to the node: then its ring is ours. */
export async function isInOurRing(context: MemberContext, node: NodeRef): Promise<boolean> {
  try {
    const lookup = new IterativeLookup(
      context,
      0,
      node.id,
      { verifyOwner: false },
      () => undefined,
    );
    return (await lookup.run()).owner.id === node.id;
  } catch (error) {
    if (codeOf(error) === 'INTERNAL') throw error;
    return false;
  }
}

function findPredecessor(context: MemberContext, stranger: NodeRef): Promise<LookupResult> {
  const options = { avoid: [stranger.id], verifyOwner: false };
  return new IterativeLookup(context, 0, stranger.id, options, () => undefined).run();
}

/** The node before the owner on the path; when the querier is the owner itself, its own predecessor. */
function predecessorOf({ path, owner }: LookupResult, mine: NodeRef | null): NodeRef | null {
  const last = path.findLastIndex((node) => node.id !== owner.id);
  return last === -1 ? mine : (path[last] as NodeRef);
}
