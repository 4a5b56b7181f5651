import type { NodeRef } from '@chord-dht/chord';
import { byAll, judge, type Seal } from './seal';
import type { View } from './view';
import type { PrepareReply } from './view-messages';
import { NO_VIEW } from './view-state';

const ARC = { fromId: '00', toId: '80' };
const LINEAGE = '0123456789abcdef';
const [P, A, B] = ['80', 'a0', 'b0'].map((id) => ({ id, address: `${id}:1` })) as [
  NodeRef,
  NodeRef,
  NodeRef,
];

type Kind =
  | 'whole'
  | 'told'
  | 'never heard'
  | 'before'
  | 'lost'
  | 'lost and told'
  | 'silent'
  | 'away'
  | 'away and bound'
  | 'alone';

const viewOf = (members: readonly NodeRef[], epoch = 5): View => ({
  epoch,
  lineage: LINEAGE,
  primary: members[0] as NodeRef,
  members,
});

/** A lesser lineage: members that went over to a greater one have taken their records along. */
const ofOthers = (epoch: number): View => ({ ...viewOf([A], epoch), lineage: '00'.repeat(8) });

/** The answer of a member to the first question; once notified of the view, it promises. */
function replyOf(kind: Kind, members: readonly NodeRef[]): PrepareReply | undefined {
  const promised = {
    kind: 'promised',
    accepted: null,
    forgot: false,
    synced: false,
    disk: null,
  } as const;
  const { serving: _, ...nothing } = NO_VIEW;
  const other = (state: typeof nothing): PrepareReply => ({
    kind: 'other',
    segments: [{ arc: ARC, state }],
  });
  switch (kind) {
    case 'whole':
      return { ...promised, synced: true };
    case 'told':
      return promised;
    case 'lost and told':
      return { ...promised, forgot: true };
    case 'lost':
      return other(nothing);
    case 'never heard':
      return other({ ...nothing, forgot: false, view: viewOf(members, 4) });
    case 'before':
      return other({ ...nothing, forgot: false, synced: true, view: viewOf(members, 4) });
    case 'silent':
      return undefined;
    case 'away':
      return other({ ...nothing, forgot: false, synced: true, view: ofOthers(3) });
    case 'alone':
      return other({ ...nothing, synced: true, view: ofOthers(1) });
    case 'away and bound': {
      const promisedThere = { round: 1, node: (members[0] as NodeRef).id };
      return other({ ...nothing, synced: true, view: ofOthers(1), promised: promisedThere });
    }
  }
}

/**
 * The seal of these answers, or the verdict; members that do not know the view are notified when all have to promise.
 */
function sealOf(kinds: readonly Kind[], more: Partial<View> = {}): Seal | string {
  const members = [P, A, B].slice(0, kinds.length);
  const basis = { ...viewOf(members), ...more };
  const answers = members.flatMap((from, index) => {
    const reply = replyOf(kinds[index] as Kind, members);
    return reply ? [{ from, reply }] : [];
  });
  const verdict = judge(answers, basis);
  if (verdict.kind === 'sealed') return verdict.seal;
  if (verdict.kind === 'not-begun') return `after epoch ${verdict.before?.epoch}`;
  if (verdict.kind !== 'ask-all') return verdict.kind;
  const told = answers.map(({ from, reply }) =>
    reply.kind === 'other' && reply.segments[0]?.state.view?.lineage !== ofOthers(1).lineage
      ? { from, reply: replyOf('told', members) as PrepareReply }
      : { from, reply },
  );
  return byAll(told, basis) ?? 'superseded';
}

describe('the seal of a view', () => {
  it.each<[readonly Kind[], string[], number]>([
    [['whole', 'whole', 'silent'], ['80', 'a0'], 2],
    [['whole', 'whole', 'lost'], ['80', 'a0'], 2],
    [['whole', 'never heard', 'lost'], ['80'], 3],
    [['never heard', 'whole', 'lost'], ['a0'], 3],
    [['told', 'whole', 'lost and told'], ['a0'], 3],
    // Each write was at the primary and at the one that is left.
    [['lost', 'whole', 'never heard'], ['a0'], 3],
    [['lost and told', 'whole', 'told'], ['a0'], 3],
    // Of two, every write is at both.
    [['lost', 'whole'], ['a0'], 2],
    [['whole', 'lost and told'], ['80'], 2],
    // A member that is in another ring to stay accepts nothing here any more.
    [['whole', 'away'], ['80'], 1],
    [['away', 'whole'], ['a0'], 1],
    [['whole', 'away and bound'], ['80'], 1],
    [['told', 'whole', 'away'], ['a0'], 2],
    [['whole', 'never heard', 'away'], ['80'], 2],
  ])('by %j takes what %j give, and %i acceptances', (kinds, givers, needed) => {
    const seal = sealOf(kinds) as Seal;
    expect(seal.givers.map(({ id }) => id)).toEqual(givers);
    expect(seal.needed).toBe(needed);
    expect(seal.voters.length).toBeGreaterThanOrEqual(needed);
  });

  it.each<[readonly Kind[]]>([
    [['told', 'before', 'told']],
    [['lost', 'before', 'told']],
    [['silent', 'before', 'told']],
    [['before', 'before', 'silent']],
  ])('is not needed where the view cannot have begun: %j', (kinds) => {
    expect(sealOf(kinds)).toBe('after epoch 4');
  });

  it('cannot have begun either where no member names the view before', () => {
    expect(sealOf(['lost', 'never heard', 'never heard'])).toBe('after epoch undefined');
  });

  it.each<[readonly Kind[]]>([
    // It may still return.
    [['whole', 'alone']],
    // A choice may be known to those two only, or a write be at them only.
    [['whole', 'away', 'away']],
    [['away', 'whole', 'lost']],
    [['told', 'away']],
  ])('waits for members that are in another ring: %j', (kinds) => {
    expect(sealOf(kinds)).toBe('superseded');
  });

  it('is needed for a view that merges two rings: each of them has writes of its own', () => {
    expect(sealOf(['told', 'before', 'told'], { isMerger: true })).toBe('unavailable');
  });

  it.each<[readonly Kind[]]>([
    // A write may have been at the two that have lost their disks.
    [['lost', 'whole', 'lost']],
    [['lost and told', 'whole', 'lost']],
    // The silent member may have records that the other two lack.
    [['lost', 'whole', 'silent']],
    [['never heard', 'whole', 'silent']],
    [['lost', 'lost and told', 'never heard']],
    [['lost', 'lost']],
    [['silent', 'whole']],
    // The view may have begun at the other two.
    [['lost', 'before', 'lost']],
    [['lost', 'before', 'silent']],
  ])('is refused with %j', (kinds) => {
    expect(sealOf(kinds)).toBe('unavailable');
  });
});
