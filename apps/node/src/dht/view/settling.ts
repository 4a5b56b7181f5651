// The members that do not serve all their keys with the full number of home replicas yet.
import { hostOf, type MemberReport } from '@chord-dht/chord';
import type { NodeViewDto } from '../dto/node-view.dto';

/**
 * Returns the addresses of members that move copies, or have too few home replicas: a newcomer that knows few members
 * yet chooses few, and considers itself done.
 * @param viewOf a member's own report; undefined where it does not answer
 */
export function settlingMembers(
  reports: readonly Pick<MemberReport, 'node' | 'answered'>[],
  viewOf: (id: string) => { readonly store: StoreState } | undefined,
  copiesWanted: number,
): string[] {
  const answered = reports.filter((report) => report.answered);
  const hosts = new Set(answered.map(({ node }) => hostOf(node.address)));
  const copies = Math.min(copiesWanted, hosts.size);
  return answered
    .filter(({ node }) => {
      const store = viewOf(node.id)?.store;
      if (!store) return false;
      return store.pendingRanges > 0 || (store.fewestHomeReplicas ?? copies) < copies;
    })
    .map(({ node }) => node.address);
}

type StoreState = Pick<NodeViewDto['store'], 'pendingRanges' | 'fewestHomeReplicas'>;
