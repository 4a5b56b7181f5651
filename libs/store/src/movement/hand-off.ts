// Knows how a node that leaves hands everything over: its successor answers for its arc at once and
// fetches all records; when nothing is left here the node may go.
import { CodedError, codeOf } from '@chord-dht/chord';
import { unavailable } from '../errors';
import { pause, type StoreContext } from '../store-context';
import type { Intake } from './intake';

const PAUSE_MS_MIN = 5;
const PAUSE_MS_MAX = 100;

/**
 * Resolves when all readable records are durable at the successor and dropped here. Until the node
 * leaves the ring it answers nobody and names its heir.
 * @throws StoreError `UNAVAILABLE` at the deadline; the node serves again then
 */
export async function handOff(
  context: StoreContext,
  intake: Intake,
  timeoutMs: number,
): Promise<void> {
  const { chord, authority, queue, events, records } = context;
  if (isAlone(context)) return;
  const deadlineAtMs = chord.clock.nowMs() + timeoutMs;
  authority.drain();
  events.emit({
    type: 'hand-off-started',
    to: chord.successor,
    records: records.count(everything(context)),
  });
  try {
    await queue.quiet();
    for (
      let delayMs = PAUSE_MS_MIN;
      !isAlone(context);
      delayMs = Math.min(PAUSE_MS_MAX, delayMs * 2)
    ) {
      // What we are heir of ourselves comes first, or our heir would have to ask through us.
      if (intake.pending === 0 && (await askHeir(context))) break;
      if (chord.clock.nowMs() > deadlineAtMs)
        throw unavailable('The hand-over was not done within its deadline.', 'not-applied');
      await pause(context, delayMs);
    }
  } catch (error) {
    authority.stay();
    intake.follow(true);
    throw error;
  }
  if (isAlone(context)) authority.stay();
  events.emit({ type: 'hand-off-done', to: chord.successor });
}

/** @returns true when nothing is left to fetch */
async function askHeir(context: StoreContext): Promise<boolean> {
  const { chord, authority, call, read, clock, parameters } = context;
  const heir = chord.successor;
  const arc = authority.confirmedArc ?? { fromId: chord.self.id, toId: chord.self.id };
  const remaining = hasReadableRecords(context);
  try {
    const body = { fromId: arc.fromId, clockMs: clock.lastMs, remaining };
    const reply = read.fields(
      await call(heir, 'store.adopt', body, { timeoutMs: parameters.dataTimeoutMs }),
    );
    authority.handTo(heir);
    return !remaining && reply['fetching'] === false;
  } catch (error) {
    if (!(error instanceof CodedError) || codeOf(error) === 'INTERNAL') throw error;
    // It leaves itself, is not our successor any more, or is gone: the ring will name another.
    authority.handTo(null);
    return false;
  }
}

function hasReadableRecords(context: StoreContext): boolean {
  let after = null;
  do {
    const page = context.records.scanHeads(everything(context), { records: 100, after });
    if (page.items.length > 0) return true;
    after = page.next;
  } while (after);
  return false;
}

function everything({ chord }: StoreContext): { fromId: string; toId: string } {
  return { fromId: chord.self.id, toId: chord.self.id };
}

function isAlone({ chord }: StoreContext): boolean {
  return chord.successor.id === chord.self.id;
}
