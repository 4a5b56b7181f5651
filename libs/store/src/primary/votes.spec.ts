import type { Vote } from '../messages/replica-bytes';
import { Tally, type Majority } from './votes';

const MEMBERS = ['a', 'b', 'c'];

function resultOf(counted: number, votes: readonly Vote[], members = MEMBERS): Majority | 'open' {
  let result: Majority | 'open' = 'open';
  const tally = new Tally(members, counted, (majority) => {
    if (result === 'open') result = majority;
  });
  for (const vote of votes) tally.add(vote);
  return result;
}

describe('the votes of the members of a view', () => {
  it.each<[readonly Vote[], Majority | 'open']>([
    [[], 'open'],
    [['counts'], 'reached'],
    [['none'], 'open'],
    [['none', 'counts'], 'reached'],
    [['none', 'none'], 'silent'],
    [['full', 'none'], 'silent'],
    [['behind', 'sealed'], 'refused'],
    [['behind', 'none'], 'refused'],
    [['sealed', 'counts'], 'reached'],
    [['busy', 'none'], 'refused'],
    [['busy', 'counts'], 'reached'],
  ])('come to a result beside one that counts: %j is %s', (votes, result) => {
    expect(resultOf(1, votes)).toBe(result);
  });

  it('need a majority of four and of five', () => {
    expect(resultOf(1, ['counts'], ['a', 'b', 'c', 'd'])).toBe('open');
    expect(resultOf(1, ['counts', 'counts'], ['a', 'b', 'c', 'd'])).toBe('reached');
    expect(resultOf(0, ['counts', 'none', 'none', 'counts'], [...'abcde'])).toBe('open');
    expect(resultOf(0, ['none', 'none', 'none'], [...'abcde'])).toBe('silent');
  });

  it('are enough at once in a view of one', () => {
    expect(resultOf(1, [], ['a'])).toBe('reached');
  });
});
