// Merges two rings (Shafaat, Ghodsi, Haridi, Dealing with Network Partitions, 2009, section 4).
import { ChordError, isDefect } from '../base/errors';
import { between, inRange, type Id } from '../id/between';
import { isGone, type MemberContext } from '../context/member-context';
import { isArtificial, type NodeRef } from '../id/node-ref';

/** A ring whose successor lists do not lead past an id in so many steps is none. */
const STEPS_MAX = 4_096;

/** The neighbouring members of a ring between which an id lies; `after` may have the id itself. */
interface Place {
  readonly before: NodeRef;
  readonly after: NodeRef;
}

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
  const { before } = await placeInOwnRing(context, stranger.id);
  if (before.id === stranger.id) return;
  if (before.id === context.self.id) await tryCandidate(stranger);
  else await context.call(before, 'chord.hint', { candidate: stranger });
}

/** True when the successors of this ring lead to the node: then its ring is ours. */
export async function isInOurRing(context: MemberContext, node: NodeRef): Promise<boolean> {
  try {
    return (await placeInOwnRing(context, node.id)).after.id === node.id;
  } catch (error) {
    if (isDefect(error)) throw error;
    return false;
  }
}

/**
 * Follows successor lists only. Fingers are no evidence: after a partition they still point into the
 * other half, and a lookup by them goes over to a ring that is not ours.
 * @throws ChordError `LOOKUP_FAILED`
 */
async function placeInOwnRing(context: MemberContext, id: Id): Promise<Place> {
  const { self, state } = context;
  let at = self;
  let list = state.successors.filter((node) => !isArtificial(node));
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const [next] = list;
    if (!next) return { before: at, after: at };
    if (inRange(at.id, id, next.id)) return { before: at, after: next };
    const from = at.id;
    const closest = list.filter((node) => between(from, node.id, id)).pop() ?? next;
    const behind = await successorsOf(context, closest);
    if (behind) [at, list] = [closest, behind];
    else list = list.filter((node) => node.id !== closest.id);
  }
  throw new ChordError(
    'LOOKUP_FAILED',
    'The successors of this ring do not lead to the place of that node.',
  );
}

/** `undefined` when the node is no member of the ring any more. */
async function successorsOf(context: MemberContext, node: NodeRef): Promise<NodeRef[] | undefined> {
  try {
    const view = context.read.pointers(await context.call(node, 'chord.view', null));
    return view.membership === 'alone'
      ? undefined
      : view.successors.filter((entry) => !isArtificial(entry));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
