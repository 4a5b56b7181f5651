// Makes a node a member through one that is (Zave, TSE 2017, section 5, operation Join).
import { ChordError, codeOf, isSilence } from '../base/errors';
import { between } from '../id/between';
import { IterativeLookup } from '../lookup/iterative-lookup';
import { askState, pause, type MemberContext } from '../context/member-context';
import type { PointerState } from '../messages/chord-messages';
import type { NodeRef } from '../id/node-ref';
import { listBehind } from '../ring/successor-list';

const RETRY_PAUSE_MS = 40;
/** The most silent addresses in a row before an attempt ends; a node that serves alone must not wait for dead ones. */
const SILENCES_MAX = 3;

/**
 * Joins the ring that `via` is a member of. The node has to be alone; it is `joining` meanwhile and
 * `alone` again when it fails.
 * @param deadlineMs the node's monotonic time at which to give up
 * @throws ChordError with the reason of the last attempt
 */
export async function joinThrough(
  context: MemberContext,
  via: NodeRef,
  deadlineMs: number,
): Promise<void> {
  const { state, clock } = context;
  if (state.membership !== 'alone')
    throw new ChordError(
      'NOT_ALONE',
      `${state.self.address} is ${state.membership}, and only a node that is alone can join.`,
    );
  state.membership = 'joining';
  let silences = 0;
  try {
    for (;;) {
      try {
        await joinOnce(context, via, deadlineMs);
        return;
      } catch (error) {
        silences = isSilence(error) ? silences + 1 : 0;
        if (codeOf(error) === 'INCOMPATIBLE' || silences >= SILENCES_MAX) throw error;
        if (clock.nowMs() >= deadlineMs) throw error;
        await pause(context, RETRY_PAUSE_MS);
      }
    }
  } finally {
    if (state.membership === 'joining') retreat(context, 'alone');
  }
}

/** Resets the pointers of a failed attempt. */
function retreat({ state }: MemberContext, membership: 'alone' | 'joining'): void {
  state.predecessor = null;
  state.successors = [];
  state.membership = membership;
}

async function joinOnce(context: MemberContext, via: NodeRef, deadlineMs: number): Promise<void> {
  const { self, state, parameters } = context;
  const { predecessor, answer } = await findPlace(context, via, deadlineMs);
  const others = answer.successors.filter((node) => node.id !== self.id);
  // The list of a ring smaller than r ends before its owner, which for the joining node is one more member.
  const followers = others.length < parameters.successorsMax ? [...others, predecessor] : others;
  const head = followers[0] as NodeRef;
  if (!between(predecessor.id, self.id, head.id)) {
    throw new ChordError('PENDING', `The place of ${self.address} in the ring has just changed.`);
  }
  const { successorsMax, successorHostsMin } = parameters;
  const behindHead = followers.slice(1);
  state.successors = listBehind(self, head, behindHead, successorsMax, successorHostsMin);
  state.predecessor = predecessor;
  state.membership = 'member';
  await presentTo(context, head, answer.membership === 'alone');
}

/** Finds q with between(q, me, q.successor) and q's own answer. */
async function findPlace(
  context: MemberContext,
  via: NodeRef,
  deadlineMs: number,
): Promise<{ predecessor: NodeRef; answer: PointerState }> {
  const { self, clock } = context;
  const options = {
    startAt: via,
    avoid: [self.id],
    timeoutMs: Math.max(1, deadlineMs - clock.nowMs()),
  };
  const found = await new IterativeLookup(
    context,
    0,
    self.id,
    { ...options, verifyOwner: false },
    () => undefined,
  ).run();
  if (found.owner.id === self.id && found.owner.address !== self.address) {
    throw new ChordError(
      'INCOMPATIBLE',
      `The id of ${self.address} is taken by ${found.owner.address}; start with another --host, --port or more --bits.`,
    );
  }
  // The path is self, via, ..., q, owner. When `via` is alone or owns this id itself, q may be the owner's predecessor
  // instead.
  const path = found.path.filter((node) => node.id !== self.id);
  const beforeOwner = path[path.length - 2];
  const predecessor = beforeOwner ?? (path[0] as NodeRef);
  const answer = await askState(context, predecessor);
  return beforeOwner || answer.membership === 'alone' || answer.predecessor === null
    ? { predecessor, answer }
    : { predecessor: answer.predecessor, answer: await askState(context, answer.predecessor) };
}

/** Notifies the successor. A ring of one has to accept now: otherwise the two would not point to each other. */
async function presentTo(
  context: MemberContext,
  successor: NodeRef,
  wasAlone: boolean,
): Promise<void> {
  const { call, read, parameters } = context;
  const notified = call(successor, 'chord.notify', null, { timeoutMs: parameters.callTimeoutMs });
  if (!wasAlone) {
    // The next stabilise round repeats a lost notify, and also detects a dead successor.
    await notified.catch(() => undefined);
    return;
  }
  try {
    if (read.fields(await notified)['updated'] === true) return;
  } catch (error) {
    retreat(context, 'joining');
    throw error;
  }
  retreat(context, 'joining');
  throw new ChordError('PENDING', `${successor.address} did not take this node in.`);
}
