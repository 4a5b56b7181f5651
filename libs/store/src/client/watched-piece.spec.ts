import type { ToldChange } from '../messages/store-messages';
import { isUpTo, placeAsked, type Piece } from './watched-piece';

const AT_MS = 1_700_000_000_000;
const stamp = { timeMs: AT_MS, counter: 3 };

function told(byMs: number, boot: string, over: Partial<ToldChange> = {}): ToldChange {
  const timeMs = AT_MS + byMs;
  const version = `${timeMs.toString(36)}-0-0a-${boot}`;
  const change = { key: 'k', kind: 'replaced', atMs: timeMs, hasGap: false } as const;
  return { ...change, version, stamp: { timeMs, counter: 0 }, sequence: 1, value: null, ...over };
}

describe('the changes that a resumed watch takes as reported', () => {
  const began = { stamp, toldBy: '0001aaaa' };

  it('are all that the reporting node has issued, up to its place', () => {
    expect(isUpTo(began, told(0, '0001aaaa'))).toBe(true);
    expect(isUpTo(began, told(1, '0001aaaa'))).toBe(false);
  });

  it('are those of other nodes only where they are older than any clock difference', () => {
    expect(isUpTo(began, told(-5_000, '0001bbbb'))).toBe(false);
    expect(isUpTo(began, told(-10_000, '0001bbbb'))).toBe(true);
  });

  it('treat expiries as changes of other nodes: their time is that of the node that noticed them', () => {
    const expired = { kind: 'expired' } as const;
    expect(isUpTo(began, told(-5_000, '0001aaaa', expired))).toBe(false);
    expect(isUpTo(began, told(-10_000, '0001aaaa', expired))).toBe(true);
  });

  it('treat all changes as those of other nodes where the reporting node is unknown', () => {
    expect(isUpTo({ stamp, toldBy: undefined }, told(-5_000, '0001aaaa'))).toBe(false);
  });
});

it('ask from before the place of an earlier watch, by the clock difference, and from its own exactly', () => {
  const piece: Piece = {
    arc: { fromId: '00', toId: '80' },
    seen: { log: '0001aaaa', sequence: 7, stamp },
    began: null,
    isCatchingUp: false,
    isResumed: true,
    isFollowed: false,
    isGone: false,
  };
  expect(placeAsked(piece)?.stamp).toEqual({ timeMs: AT_MS - 5_000, counter: 3 });
  expect(placeAsked({ ...piece, isResumed: false })).toBe(piece.seen);
  expect(placeAsked({ ...piece, seen: null })).toBeNull();
});
