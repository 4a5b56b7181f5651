import { checkInvariants } from './check-invariants';
import { idealRing } from './ideal-ring';
import { pictureOf, type MemberPointers } from './members';

const member = (
  id: string,
  predecessor: string | null,
  ...successors: string[]
): MemberPointers => ({ id, predecessor, successors });

/** Names of the invariants that a picture breaks. */
function broken(members: MemberPointers[], principalsMin = 1): string[] {
  return checkInvariants(members, principalsMin)
    .filter((report) => !report.holds)
    .map((report) => report.name);
}

const ideal = [
  member('10', '40', '20', '30'),
  member('20', '10', '30', '40'),
  member('30', '20', '40', '10'),
  member('40', '30', '10', '20'),
];

/** The ideal ring with one member's list changed. */
const withList = (id: string, ...successors: string[]): MemberPointers[] =>
  ideal.map((one) => (one.id === id ? { ...one, successors } : one));

describe('the invariants of a ring', () => {
  it('hold in an ideal ring and in a ring of one', () => {
    expect(broken(ideal, 3)).toEqual([]);
    expect(broken([member('10', null)])).toEqual([]);
  });

  it('OneLiveSuccessor: a list of dead nodes only', () => {
    expect(broken(withList('20', '25', '26'))).toContain('OneLiveSuccessor');
  });

  it('SufficientPrincipals: too many members that some list skips', () => {
    const members = withList('10', '30', '40');
    expect(broken(members, 3)).toEqual([]);
    expect(broken(members, 4)).toEqual(['SufficientPrincipals']);
  });

  it('NoDuplicates: a node twice, or the member itself', () => {
    expect(broken(withList('10', '20', '20'))).toContain('NoDuplicates');
    expect(broken(withList('10', '20', '10'))).toContain('NoDuplicates');
  });

  it('OrderedSuccessorLists: an entry before the one in front of it', () => {
    expect(broken(withList('10', '20', '15'))).toEqual(['OrderedSuccessorLists']);
  });

  it('AtLeastOneRing and ConnectedAppendages: chains that end nowhere', () => {
    const chain = [member('10', null, '20'), member('20', '10', '25')];
    expect(broken(chain)).toEqual(
      expect.arrayContaining(['AtLeastOneRing', 'ConnectedAppendages']),
    );
  });

  it('AtMostOneRing: two rings side by side', () => {
    const two = [
      member('10', '30', '30'),
      member('30', '10', '10'),
      member('20', '40', '40'),
      member('40', '20', '20'),
    ];
    expect(broken(two)).toContain('AtMostOneRing');
  });

  it('OrderedRing: a ring that goes round twice', () => {
    const loopy = [
      member('10', '40', '30'),
      member('30', '10', '20'),
      member('20', '30', '40'),
      member('40', '20', '10'),
    ];
    expect(broken(loopy)).toContain('OrderedRing');
  });

  it('names the members concerned', () => {
    const report = checkInvariants(withList('20', '25', '26')).find(
      (one) => one.name === 'OneLiveSuccessor',
    );
    expect(report?.nodes).toEqual(['20']);
  });
});

describe('the ideal state', () => {
  it('differs from one in which a list is short, stale or a predecessor wrong', () => {
    const check = idealRing(2);
    expect(check(pictureOf(ideal))).toBeUndefined();
    expect(check(pictureOf(withList('10', '20')))?.nodes).toEqual(['10']);
    expect(check(pictureOf(withList('10', '20', '35')))?.nodes).toEqual(['10']);
    expect(check(pictureOf(ideal.map((one) => ({ ...one, predecessor: '10' }))))?.nodes).toEqual([
      '10',
      '30',
      '40',
    ]);
  });
});
