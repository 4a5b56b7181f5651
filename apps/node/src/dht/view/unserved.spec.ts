import { extentOf, inWords, summarise } from './unserved';

const arc = (members: string[], share = 0.25, keys = 3) => ({
  from: 'a',
  to: 'b',
  share,
  keys,
  members,
});
const there =
  (...nodes: string[]) =>
  (address: string) =>
    nodes.includes(address);
const A = 'localhost:1';
const B = 'localhost:2';
const C = 'localhost:3';
const D = 'localhost:4';

describe('keys that no node can answer for', () => {
  it('are none as long as there is no arc of them', () => {
    expect(summarise([], there(A))).toBeUndefined();
  });

  it.each([
    ['any one of two is enough', [arc([A, B, C])], [A], 'Start localhost:2 or localhost:3 again.'],
    ['one that all arcs need', [arc([A, B, C]), arc([D, A, C])], [A], 'Start localhost:3 again.'],
    [
      'several together',
      [arc([A, B, C]), arc([D, B, C])],
      [A],
      'Start localhost:2, localhost:3 and localhost:4 again: more than half of the home replicas of each key are needed.',
    ],
    [
      'no node is known',
      [arc([])],
      [A],
      expect.stringContaining('which of them keep these keys is not known'),
    ],
    ['no node is missing', [arc([A, B, C])], [A, B, C], expect.stringContaining('do not agree')],
  ])('%s', (_name, arcs, nodes, nextStep) => {
    expect(summarise(arcs, there(...nodes))).toMatchObject({ nextStep });
  });

  it('are reported with their extent', () => {
    const some = summarise([arc([A, B, C], 0.25, 3), arc([A, B, C], 0.5, 4)], there(A))!;
    expect(some).toMatchObject({ arcs: 2, share: 0.75, keys: 7, missing: [B, C] });
    expect(extentOf(some)).toBe('75.0 % of the keys (2 arcs, about 7 with a copy left)');
    expect(extentOf(summarise([arc([A, B], 1, 1)], there(A))!)).toBe(
      'All keys (1 arc, about 1 with a copy left)',
    );
    // Positions of one host are one node to start.
    expect(summarise([arc([A, `${B}#1`, `${B}#2`])], there(A))!.missing).toEqual([B]);
  });

  it('names a few', () => {
    expect(inWords(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'and')).toBe('a, b, c, d, e and 2 more');
  });
});
