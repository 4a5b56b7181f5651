// The members that are missing from a ring, from the losses that its members report.
import type { LostMemberDto } from '../dto/lost-member.dto';

/**
 * Returns one entry for each lost and absent node, with the earliest sign. A node that has left by the protocol is not
 * missing, even if some member only noticed its silence.
 * @param isThere whether a node of this id takes part, or is reported as silent itself
 */
export function lostMembers(
  reports: Iterable<LostMemberDto>,
  isThere: (id: string) => boolean,
): LostMemberDto[] {
  const lost = new Map<string, LostMemberDto>();
  for (const report of reports) {
    const { id } = report.node;
    if (isThere(id)) continue;
    const known = lost.get(id);
    lost.set(id, known ? both(known, report) : report);
  }
  return [...lost.values()]
    .filter(({ reason }) => reason !== 'left')
    .sort((a, b) => a.node.position - b.node.position);
}

const WEIGHT = { silent: 0, stopped: 1, left: 2 } as const;

function both(a: LostMemberDto, b: LostMemberDto): LostMemberDto {
  const reason = WEIGHT[a.reason] >= WEIGHT[b.reason] ? a.reason : b.reason;
  return { node: a.node, reason, ageMs: Math.max(a.ageMs, b.ageMs) };
}
