// Takes the positions of a process out of their ring, and detects when no other member is left.
import {
  hostOf,
  isArtificial,
  nextToLeave,
  type ChordNode,
  type Clock,
  type NodeRef,
} from '@chord-dht/chord';
import type { Position } from './position';

/** True when no other host is left in the ring to take anything over. */
export function isAloneWithItself({ membership, self, successors }: ChordNode): boolean {
  const others = successors.filter((node) => !isArtificial(node));
  const isSibling = ({ address }: NodeRef): boolean => hostOf(address) === hostOf(self.address);
  return membership !== 'member' || others.every(isSibling);
}

/**
 * Every position hands its arc over and leaves, one after the other. The first one, which names this process, goes
 * last; positions that have left do not return when another fails.
 * @throws CodedError when one could not hand its arc over in time; the remaining ones serve on
 */
export async function leaveOneByOne(
  positions: readonly Position[],
  clock: Clock,
  timeoutMs: number,
): Promise<void> {
  const deadlineAtMs = clock.nowMs() + timeoutMs;
  const left = new Map(positions.map((position) => [position.chord, position]));
  while (left.size > 0) {
    const chord = nextToLeave([...left.keys()]);
    const { store, remembered } = left.get(chord) as Position;
    left.delete(chord);
    await store.handOff({ timeoutMs: Math.max(1, deadlineAtMs - clock.nowMs()) });
    await chord.leave();
    await remembered.forget();
  }
}
