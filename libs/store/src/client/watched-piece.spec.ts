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

describe('what a watch that comes back takes for told', () => {
  const began = { stamp, toldBy: '0001aaaa' };

  it('is all that the node which told has given out, up to its place', () => {
    expect(isUpTo(began, told(0, '0001aaaa'))).toBe(true);
    expect(isUpTo(began, told(1, '0001aaaa'))).toBe(false);
  });

  it('is of others only what is so old that no clock is as far behind', () => {
    expect(isUpTo(began, told(-5_000, '0001bbbb'))).toBe(false);
    expect(isUpTo(began, told(-10_000, '0001bbbb'))).toBe(true);
  });

  it('is of ends no more than of others: their time is that of whoever noticed them', () => {
    const expired = { kind: 'expired' } as const;
    expect(isUpTo(began, told(-5_000, '0001aaaa', expired))).toBe(false);
    expect(isUpTo(began, told(-10_000, '0001aaaa', expired))).toBe(true);
  });

  it('is of nobody more than of others where the one who told is not known', () => {
    expect(isUpTo({ stamp, toldBy: undefined }, told(-5_000, '0001aaaa'))).toBe(false);
  });
});

it('asks from before the place of an earlier watch, by what clocks may differ, and from its own as it is', () => {
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
