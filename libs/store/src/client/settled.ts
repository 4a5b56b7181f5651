// Waits until values have reached their home replicas, all over the ring.
import { codeOf, type NodeRef } from '@chord-dht/chord';
import type { StoreContext } from '../primary/store-context';
import { pause } from '../replica/background';

const LOOK_MS = 25;

/** @returns false when a member was not settled in time */
export async function areSettled(
  context: StoreContext,
  members: readonly NodeRef[],
  timeoutMs: number,
  isSettledHere: () => boolean,
): Promise<boolean> {
  const { chord } = context;
  const deadlineAtMs = chord.clock.nowMs() + timeoutMs;
  for (;;) {
    const answers = await Promise.all(
      members.map((node) =>
        node.id === chord.self.id ? Promise.resolve(isSettledHere()) : isSettled(context, node),
      ),
    );
    if (answers.every((answer) => answer)) return true;
    if (chord.clock.nowMs() >= deadlineAtMs) return false;
    await pause(context, LOOK_MS);
  }
}

async function isSettled({ call, read }: StoreContext, node: NodeRef): Promise<boolean> {
  try {
    return read.fields(await call(node, 'store.settled', null))['settled'] === true;
  } catch (error) {
    if (codeOf(error) === 'INTERNAL') throw error;
    return false;
  }
}
