// Knows how a node that was no home replica of an arc becomes a member of the next view: it is there, and
// it remembers from when on it would know of any view that counts on it.
import { isGone, type NodeRef } from '@chord-dht/chord';
import { unavailable } from '../errors';
import type { Arc } from '../range/position';
import { isMember, majorityOf, type View } from './view';
import type { ViewPeers } from './view-peers';

/** Those of the wanted members that answer, with the disk of each that was in no old view. */
export interface Present {
  readonly members: readonly NodeRef[];
  readonly disks: ReadonlyMap<NodeRef, string>;
}

export class Newcomers {
  constructor(private readonly peers: ViewPeers) {}

  /**
   * A node that is not there does not become a home replica: it would be missed in the view. Those that
   * were in the old views stay.
   * @throws StoreError `UNAVAILABLE` when too few are left for an acknowledged write to be at a majority
   */
  async present(bases: readonly View[], wanted: readonly NodeRef[]): Promise<Present> {
    const disks = new Map<NodeRef, string>();
    const members = await this.withoutSilent(wanted, async (node) => {
      const isOld = bases.some((basis) => isMember(basis.members, node));
      if (!isOld && !this.peers.isSelf(node)) disks.set(node, await this.peers.disk(node));
    });
    return { members, disks };
  }

  /**
   * Once `basis` is sealed, and before its successor is chosen. When a member loses its disk and this
   * one says that it knows of nothing later than `basis`, it has never counted: the disk that it names
   * is older than any view that follows, and it would be in its book.
   * @returns the members that have it durably, and those that need not
   * @throws StoreError as `present`
   */
  async enrol(arc: Arc, basis: View, { members, disks }: Present): Promise<readonly NodeRef[]> {
    return this.withoutSilent(members, async (node) => {
      const disk = disks.get(node);
      if (disk !== undefined) await this.peers.enrol(node, arc, basis, disk);
    });
  }

  private async withoutSilent(
    nodes: readonly NodeRef[],
    ask: (node: NodeRef) => Promise<void>,
  ): Promise<readonly NodeRef[]> {
    const answers = await Promise.all(
      nodes.map((node) =>
        ask(node).then(
          () => true,
          (error: unknown) => !isGone(error),
        ),
      ),
    );
    const present = nodes.filter((_, place) => answers[place]);
    if (present.length >= majorityOf(nodes)) return present;
    throw unavailable('Too few members of the new view answer.', 'not-applied');
  }
}
