// The oracle itself is checked against ids and paths that were worked out by hand.
import { Oracle } from './harness/oracle';

const address = (port: number) => `localhost.localdomain:${port}`;

describe('the oracle', () => {
  const oracle = new Oracle([5000, 5001, 5002, 5003].map(address), 10);

  it.each([
    [address(5000), 673],
    [address(5001), 132],
    [address(5002), 520],
    [address(5003), 458],
    [address(5007), 983],
    ['idjada', 891],
  ])('%s has id %i', (text, id) => expect(oracle.idOf(text)).toBe(BigInt(id)));

  it('walks clockwise and wraps round', () => {
    expect(oracle.clockwise(address(5000))).toEqual([5000, 5001, 5003, 5002].map(address));
    expect(oracle.successor(address(5000))).toBe(address(5001));
    expect(oracle.predecessor(address(5001))).toBe(address(5000));
    expect(oracle.owner('idjada')).toBe(address(5001));
  });

  it.each([
    [5000, ['673', '132']],
    [5001, ['132']],
    [5002, ['520', '673', '132']],
    [5003, ['458', '673', '132']],
  ])('leads from %i to idjada by %j', (port, path) => {
    expect(oracle.path(address(port), 'idjada')).toEqual(path);
  });
});
