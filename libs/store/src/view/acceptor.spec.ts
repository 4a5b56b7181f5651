import type { NodeRef } from '@chord-dht/chord';
import { answer, type AcceptorRequest, type Member } from './acceptor';
import type { View } from './view';
import { activate, NO_VIEW, type ViewState } from './view-state';

const LINEAGE = '0123456789abcdef';
const GREATER = 'fedcba9876543210';
const [P, A] = ['80', 'a0'].map((id) => ({ id, address: `${id}:1` })) as [NodeRef, NodeRef];
const [DISK, OTHER_DISK] = ['0123456789ab', 'ba9876543210'] as const;
const basis: View = { epoch: 5, lineage: LINEAGE, primary: P, members: [P, A] };
const next = (epoch: number): View => ({ ...basis, epoch });
const ballot = { round: 7, node: A.id };

const counting = activate({ ...NO_VIEW, forgot: false }, basis, true);
const memberWith = (...states: ViewState[]): Member => ({
  disk: DISK,
  parts: states.map((state, place) => ({
    arc: { fromId: `${place}0`, toId: `${place + 1}0` },
    state,
  })),
});
const statesAfter = (member: Member, request: AcceptorRequest): ViewState[] =>
  answer(member, request).parts.map(({ state }) => state);

describe('a member that is asked about a disk that it has lost', () => {
  const member = memberWith(activate(NO_VIEW, next(6), false));

  it.each<[AcceptorRequest, string]>([
    [{ kind: 'activate', view: next(6), synced: true, disk: OTHER_DISK }, 'other-disk'],
    [{ kind: 'enrol', basis: next(7), disk: OTHER_DISK }, 'other-disk'],
    [
      { kind: 'accept', basis: next(6), proposal: { ballot, view: next(7) }, disk: OTHER_DISK },
      'refused',
    ],
  ])('changes nothing: %j', (request, kind) => {
    const answered = answer(member, request);
    expect(answered.reply.kind).toBe(kind);
    expect(answered.parts).toBe(member.parts);
  });

  it('adopts a view as any member does, and names its present disk', () => {
    const { reply } = answer(member, {
      kind: 'activate',
      view: next(7),
      synced: false,
      disk: null,
    });
    expect(reply).toEqual({ kind: 'active', wasSynced: false, disk: DISK });
  });
});

describe('a member that is asked about an arc whose parts have gone different ways', () => {
  const accepted = (epoch: number): ViewState => ({
    ...counting,
    promised: { ...ballot, round: epoch },
    accepted: { ballot: { ...ballot, round: epoch }, view: next(epoch) },
  });

  it.each([
    ['each has accepted another successor', [accepted(6), accepted(7)]],
    ['one has accepted none', [counting, accepted(6)]],
  ])('promises nothing for the whole when %s', (_, states) => {
    const member = memberWith(...states);
    const { reply, parts } = answer(member, {
      kind: 'prepare',
      basis,
      ballot: { ...ballot, round: 9 },
    });
    expect(reply).toMatchObject({ kind: 'divided', segments: [{}, {}] });
    expect(parts).toBe(member.parts);
  });

  it('promises for the whole when they have accepted the same', () => {
    const member = memberWith(accepted(6), accepted(6));
    const request = { kind: 'prepare', basis, ballot: { ...ballot, round: 9 } } as const;
    expect(answer(member, request).reply).toMatchObject({
      kind: 'promised',
      accepted: { view: next(6) },
    });
  });

  it('does not count where a part of it does not', () => {
    const member = memberWith(counting, { ...counting, synced: false });
    const { reply } = answer(member, { kind: 'prepare', basis, ballot });
    expect(reply).toMatchObject({ kind: 'promised', synced: false, forgot: true });
  });
});

describe('a member of a view of another ring', () => {
  it('names its view once that is durable: a seal may rest on it', () => {
    const request = { kind: 'prepare', basis: { ...basis, lineage: GREATER }, ballot } as const;
    expect(answer(memberWith(counting), request)).toMatchObject({
      reply: { kind: 'other' },
      after: 'durable',
    });
  });

  const merger = (follows: View[]): View => {
    return { ...next(9), lineage: GREATER, isMerger: true, follows };
  };

  it('goes over to a merger that follows its view, and to no other view', () => {
    const told = (view: View) => {
      const request = { kind: 'activate', view, synced: false, disk: null } as const;
      return statesAfter(memberWith(counting), request)[0]?.view;
    };
    expect(told(merger([basis]))).toEqual(merger([basis]));
    expect(told(merger([next(6)]))).toEqual(merger([next(6)]));
    for (const view of [merger([next(4)]), merger([]), { ...next(9), lineage: GREATER }])
      expect(told(view)).toEqual(basis);
  });
});
