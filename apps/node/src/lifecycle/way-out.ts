// Knows in which order the positions of a process leave their ring, so that nothing moves twice without need.
import { hostOf, isArtificial, type ChordNode, type Clock } from '@chord-dht/chord';
import type { Position } from './position';

/** True when nobody else is there to take anything over: the ring has no other host. */
export function isAloneWithItself({ membership, self, successors }: ChordNode): boolean {
  const others = successors.filter((node) => !isArtificial(node));
  return membership !== 'member' || others.every((node) => isSibling(node.address, self.address));
}

/**
 * Every position hands its arc over, leaves, and then the next one does. The first of them, by which
 * this process is known, goes last; whoever has gone does not come back when another fails.
 * @throws CodedError when one could not hand its arc over in time; the ones that are left serve on
 */
export async function leaveOneByOne(
  positions: readonly Position[],
  clock: Clock,
  timeoutMs: number,
): Promise<void> {
  const deadlineAtMs = clock.nowMs() + timeoutMs;
  const left = [...positions];
  while (left.length > 0) {
    const next = nextToLeave(left);
    left.splice(left.indexOf(next), 1);
    await next.store.handOff({ timeoutMs: Math.max(1, deadlineAtMs - clock.nowMs()) });
    await next.chord.leave();
    await next.remembered.forget();
  }
}

/** One whose heir stays: what a position of the same process inherits, it has to hand on. */
function nextToLeave(left: readonly Position[]): Position {
  const [first, ...others] = left as [Position, ...Position[]];
  const heirStays = ({ chord }: Position): boolean =>
    !isSibling(chord.successor.address, chord.self.address);
  return others.find(heirStays) ?? others[0] ?? first;
}

function isSibling(a: string, b: string): boolean {
  return hostOf(a) === hostOf(b);
}
