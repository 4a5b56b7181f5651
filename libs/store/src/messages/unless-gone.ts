// Distinguishes a slow node from one that is gone while a call to it is in flight.
import { ChordError, isSilence, type ChordNode, type NodeRef } from '@chord-dht/chord';

/** In milliseconds: during a call that takes longer than this the node is pinged, and again after as long. */
const DOUBT_MS = 300;
const PING_MS_MAX = 500;

/**
 * The result of a call, unless the node meanwhile does not answer a ping: then the call is given up, long before its
 * own deadline.
 * @throws ChordError `TIMEOUT` when it is given up; the call may then have been applied
 */
export async function unlessGone<Reply>(
  { chord }: { readonly chord: ChordNode },
  node: NodeRef,
  call: Promise<Reply>,
): Promise<Reply> {
  let over = false;
  const answered = call.then(
    () => void (over = true),
    () => void (over = true),
  );
  for (;;) {
    await Promise.race([answered, doubt(chord, answered)]);
    if (over) return call;
    const silent = await Promise.race([answered, isSilent(chord, node)]);
    if (over) return call;
    if (silent) throw new ChordError('TIMEOUT', `${node.address} does not answer any more.`);
  }
}

/** Resolves after a while; the timer does not outlive the call. */
function doubt({ clock }: ChordNode, answered: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    void answered.then(clock.after(DOUBT_MS, resolve));
  });
}

async function isSilent({ peers }: ChordNode, node: NodeRef): Promise<boolean> {
  try {
    await peers.call(node, 'chord.ping', null, { atMostMs: PING_MS_MAX });
    return false;
  } catch (error) {
    return isSilence(error);
  }
}
