// Ends a leaving node's part as a home replica: others begin views without it, and it helps to choose them.
import { codeOf, isArtificial, type NodeRef } from '@chord-dht/chord';
import { unavailable } from '../base/errors';
import type { Authority } from './authority';
import type { KeyQueue } from './key-queue';
import type { ReplicaContext } from '../replica/replica-context';
import { pause } from '../replica/background';
import { isMember } from '../view/view';

const PAUSE_MS = 50;
/** This many neighbours may leave at one time, and the node behind them is still told. */
const HEIRS_MAX = 8;
/** After so many turns the owners of the arcs are asked: who this node believes to be primary may be gone. */
const ASK_TURNS = 10;

/**
 * Resolves when no view has this node as a member, so that nothing is missed when it is gone.
 * @throws StoreError `UNAVAILABLE` at the deadline; the node serves again then
 */
export async function handOff(
  context: ReplicaContext,
  authority: Authority,
  queue: KeyQueue,
  { timeoutMs, askOwners }: { timeoutMs: number; askOwners: () => void },
): Promise<void> {
  const { chord, events, records } = context;
  if (chord.successor.id === chord.self.id) return;
  const deadlineAtMs = chord.clock.nowMs() + timeoutMs;
  authority.isLeaving = true;
  events.emit({
    type: 'hand-off-started',
    records: records.count({ fromId: chord.self.id, toId: chord.self.id }),
  });
  try {
    await queue.quiet();
    for (let turn = 1; isNeeded(context) && chord.membership !== 'alone'; turn += 1) {
      if (chord.clock.nowMs() > deadlineAtMs) {
        throw unavailable(
          'The other home replicas did not take over within the deadline.',
          'not-applied',
        );
      }
      await tellOthers(context, authority);
      if (turn % ASK_TURNS === 0) askOwners();
      await pause(context, PAUSE_MS);
    }
  } catch (error) {
    authority.isLeaving = false;
    throw error;
  }
  if (chord.membership === 'alone') authority.isLeaving = false;
  else events.emit({ type: 'hand-off-done' });
}

/** True while this node is a member of the latest view of some arc. */
function isNeeded({ book, chord }: ReplicaContext): boolean {
  return book
    .all()
    .some(({ state }) => state.view !== null && isMember(state.view.members, chord.self));
}

/** The next node that stays takes our arc over; the primaries of other arcs choose other members. */
async function tellOthers(
  { book, chord, call, parameters }: ReplicaContext,
  authority: Authority,
): Promise<void> {
  const primaries = book.all().flatMap(({ state }) => (state.view ? [state.view.primary] : []));
  const concerned = new Map<string, NodeRef>();
  const heirs = chord.successors.filter((node) => !isArtificial(node)).slice(0, HEIRS_MAX);
  for (const node of [...primaries, ...heirs])
    if (node.id !== chord.self.id) concerned.set(node.id, node);
  const fromId = authority.arc?.fromId ?? null;
  await Promise.all(
    [...concerned.values()].map((node) =>
      call(
        node,
        'view.leaving',
        { fromId: isMember(heirs, node) ? fromId : null },
        { timeoutMs: parameters.viewTimeoutMs },
      ).catch((error: unknown) => {
        // Gone or busy: it is told again, or another takes its place.
        if (codeOf(error) === 'INTERNAL') throw error;
      }),
    ),
  );
}
