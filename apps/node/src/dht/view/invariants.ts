// Checks the invariants of a ring on the reports of its members.
import { checkInvariants, type MemberReport } from '@chord-dht/chord';
import type { InvariantDto } from '../dto/ring.dto';

export function invariantsOf(reports: readonly MemberReport[]): InvariantDto[] {
  const live = reports.filter(({ answered }) => answered);
  const addresses = new Map(reports.map(({ node }) => [node.id, node.address]));
  const pointers = live.map(({ node, predecessor, successors }) => ({
    id: node.id,
    predecessor: predecessor?.id ?? null,
    successors: successors.map(({ id }) => id),
  }));
  return checkInvariants(pointers).map(({ name, holds, detail, nodes }) => ({
    name,
    holds,
    detail,
    nodes: nodes.map((id) => addresses.get(id) ?? id),
  }));
}
