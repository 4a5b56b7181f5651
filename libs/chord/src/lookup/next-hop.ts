// The next node to ask for a target: the owner, or the closest live node before it (ToN 2003, figure 5).
import { between, inRange, type Id } from '../id/between';
import type { StepReply } from '../messages/chord-messages';
import { isArtificial, type NodeRef } from '../id/node-ref';
import type { RingState } from '../ring/ring-state';

/**
 * One routing step by this node's own pointers.
 * @param avoid ids that did not answer; they are passed over
 */
export function nextHop(state: RingState, target: Id, avoid: ReadonlySet<Id>): StepReply {
  const { self, successors } = state;
  if (state.owns(target) && !avoid.has(self.id))
    return { kind: 'owner', owner: self, followers: live(successors, avoid), index: 0 };
  const index = successors.findIndex((node) => isLive(node, avoid));
  const first = successors[index];
  if (!first) return { kind: 'none' };
  if (inRange(self.id, target, first.id)) {
    const followers = live(successors.slice(index + 1), avoid);
    return { kind: 'owner', owner: first, followers, index };
  }
  return closestPreceding(state, target, avoid) ?? { kind: 'none' };
}

function isLive(node: NodeRef, avoid: ReadonlySet<Id>): boolean {
  return !isArtificial(node) && !avoid.has(node.id);
}

function live(successors: readonly NodeRef[], avoid: ReadonlySet<Id>): NodeRef[] {
  return successors.filter((node) => isLive(node, avoid));
}

/** The entry of fingers and successor list that most closely precedes the target. */
export function closestPreceding(
  state: RingState,
  target: Id,
  avoid: ReadonlySet<Id>,
): StepReply | undefined {
  const { self, successors } = state;
  const runs = state.fingers.entries();
  let best: (StepReply & { kind: 'next' }) | undefined;
  for (let index = runs.length - 1; index >= 0 && !best; index -= 1) {
    const run = runs[index];
    if (run && between(self.id, run.node.id, target) && !avoid.has(run.node.id)) {
      best = { kind: 'next', node: run.node, finger: run.lastIndex, index: run.lastIndex };
    }
  }
  for (let index = successors.length - 1; index >= 0; index -= 1) {
    const node = successors[index];
    if (!node || isArtificial(node) || avoid.has(node.id) || !between(self.id, node.id, target))
      continue;
    if (!best || between(best.node.id, node.id, target))
      best = { kind: 'next', node, finger: null, index };
    break;
  }
  return best;
}
