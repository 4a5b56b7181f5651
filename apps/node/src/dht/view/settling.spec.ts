import { settlingMembers } from './settling';

interface Given {
  readonly address: string;
  readonly pendingRanges?: number;
  readonly fewest?: number | null;
  readonly answered?: boolean;
}

/** With three copies wanted. */
function settling(...members: readonly Given[]): string[] {
  const reports = members.map(({ address, answered = true }) => ({
    node: { id: address, address },
    answered,
  }));
  const views = new Map(
    members.map(({ address, pendingRanges = 0, fewest = 3 }) => [
      address,
      { store: { pendingRanges, fewestHomeReplicas: fewest } },
    ]),
  );
  return settlingMembers(reports, (id) => views.get(id), 3);
}

describe('the members that settle', () => {
  it('are those that bring copies', () => {
    expect(
      settling({ address: 'a:1' }, { address: 'b:1', pendingRanges: 1 }, { address: 'c:1' }),
    ).toEqual(['b:1']);
  });

  it('are those whose keys have fewer home replicas than there are hosts for', () => {
    expect(settling({ address: 'a:1' }, { address: 'b:1', fewest: 2 }, { address: 'c:1' })).toEqual(
      ['b:1'],
    );
  });

  it('are not those of a ring that is too small for more', () => {
    expect(settling({ address: 'a:1', fewest: 2 }, { address: 'b:1', fewest: 2 })).toEqual([]);
    // Two positions of one host are one host.
    expect(
      settling(
        { address: 'a:1', fewest: 2 },
        { address: 'a:1#1', fewest: 2 },
        { address: 'b:1', fewest: 2 },
      ),
    ).toEqual([]);
  });

  it('are not those that are silent, and a silent one is no host for a copy', () => {
    expect(
      settling(
        { address: 'a:1', fewest: 2 },
        { address: 'b:1', fewest: 2 },
        { address: 'c:1', fewest: 1, answered: false },
      ),
    ).toEqual([]);
  });

  it('are not those that do not say how many they have: their version is an earlier one', () => {
    expect(settling({ address: 'a:1', fewest: null }, { address: 'b:1' })).toEqual([]);
  });
});
