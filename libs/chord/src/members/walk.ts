// Finds all members of a ring by asking each for its pointers. Read-only.
import { unlessOwnDefect } from '../base/errors';
import type { Membership } from '../base/events';
import type { MemberContext } from '../context/member-context';
import type { PointerState } from '../messages/chord-messages';
import { isArtificial, type NodeRef } from '../id/node-ref';

export interface MemberReport {
  readonly node: NodeRef;
  /** False when another member named the node but it did not answer; its pointers are empty then. */
  readonly answered: boolean;
  readonly membership: Membership;
  readonly predecessor: NodeRef | null;
  readonly successors: readonly NodeRef[];
  /** The response time in milliseconds. */
  readonly ms: number;
}

export interface MemberWalk {
  /** Clockwise, beginning with the node that asks. */
  readonly members: readonly MemberReport[];
  /** False when the walk ended early, at a limit of time or number. */
  readonly complete: boolean;
}

const ASKED_AT_ONCE = 16;

/**
 * Follows successor lists and predecessors until no new node is named.
 * @param alsoFrom further nodes to begin at: nodes that no member may point to yet
 */
export async function walkMembers(
  context: MemberContext,
  timeoutMs: number,
  alsoFrom: readonly NodeRef[] = [],
): Promise<MemberWalk> {
  const { self, state, clock, parameters } = context;
  const deadlineMs = clock.nowMs() + timeoutMs;
  const own: MemberReport = {
    node: self,
    answered: true,
    membership: state.membership,
    predecessor: state.predecessor,
    successors: state.successors,
    ms: 0,
  };
  const reports = new Map([[self.id, own]]);
  const queue = newIn(own, reports);
  for (const node of alsoFrom) if (node.id !== self.id) queue.set(node.id, node);
  while (queue.size > 0 && reports.size < parameters.membersMax && clock.nowMs() < deadlineMs) {
    const batch = [...queue.values()].slice(0, ASKED_AT_ONCE);
    for (const node of batch) queue.delete(node.id);
    const answers = await Promise.all(batch.map((node) => ask(context, node)));
    for (const report of answers) reports.set(report.node.id, report);
    for (const report of answers) {
      for (const [id, node] of newIn(report, reports)) queue.set(id, node);
    }
  }
  const members = [...reports.values()].sort((a, b) => clockwise(context, a.node, b.node));
  return { members, complete: queue.size === 0 };
}

function newIn(
  report: MemberReport,
  reports: ReadonlyMap<string, MemberReport>,
): Map<string, NodeRef> {
  const named = new Map<string, NodeRef>();
  const pointers = report.predecessor
    ? [...report.successors, report.predecessor]
    : report.successors;
  for (const node of pointers) {
    if (!isArtificial(node) && !reports.has(node.id)) named.set(node.id, node);
  }
  return named;
}

async function ask(context: MemberContext, node: NodeRef): Promise<MemberReport> {
  const startedMs = context.clock.nowMs();
  let pointers: PointerState = { membership: 'left', predecessor: null, successors: [] };
  let answered = false;
  try {
    pointers = context.read.pointers(await context.call(node, 'chord.view', null));
    answered = true;
  } catch (error) {
    // The report records silence as a result; only a defect of this process is thrown.
    unlessOwnDefect(error);
  }
  return { node, answered, ...pointers, ms: context.clock.nowMs() - startedMs };
}

function clockwise({ self }: MemberContext, a: NodeRef, b: NodeRef): number {
  const aBehind = a.id < self.id;
  const bBehind = b.id < self.id;
  if (aBehind !== bBehind) return aBehind ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/**
 * True when every member that answered lies on one closed circle of successors: the walk found neither a second ring
 * nor an appendage.
 */
export function isOneRing(walk: MemberWalk): boolean {
  const members = walk.members.filter((member) => member.answered);
  return (
    walk.complete &&
    members.every((member, index) => {
      const next = members[(index + 1) % members.length] as MemberReport;
      const previous = members[(index + members.length - 1) % members.length] as MemberReport;
      if (members.length === 1) return member.successors.length === 0;
      return (
        member.successors[0]?.id === next.node.id && member.predecessor?.id === previous.node.id
      );
    })
  );
}
