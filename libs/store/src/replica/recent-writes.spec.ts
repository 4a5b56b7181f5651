import { RecentWrites } from './recent-writes';

const at = (keyId: string) => ({ position: { keyId, key: `k${keyId}` } });
const ARC = { fromId: '1000', toId: '2000' };

let nowMs = 0;
const clock = { nowMs: () => nowMs };

describe('recent changes', () => {
  it('tells what was written in an arc after a mark, each once', () => {
    const changes = new RecentWrites('incarnation', clock);
    changes.note([at('1001'), at('3000')]);
    const { mark } = changes;
    expect(changes.since(mark, ARC, 10)).toEqual({ mark, positions: [], isMore: false });
    changes.note([at('1002'), at('3001'), at('1003'), at('1002')]);
    const found = changes.since(mark, ARC, 10);
    expect(found?.positions.map(({ keyId }) => keyId)).toEqual(['1002', '1003']);
    expect(found).toMatchObject({ mark: changes.mark, isMore: false });
  });

  it('goes on page by page', () => {
    const changes = new RecentWrites('incarnation', clock);
    const { mark } = changes;
    changes.note(['1001', '1002', '1003'].map(at));
    const first = changes.since(mark, ARC, 2);
    expect(first?.positions.map(({ keyId }) => keyId)).toEqual(['1001', '1002']);
    expect(first?.isMore).toBe(true);
    const second = changes.since(first!.mark, ARC, 2);
    expect(second?.positions.map(({ keyId }) => keyId)).toEqual(['1003']);
    expect(second?.isMore).toBe(false);
  });

  it('knows nothing of another incarnation, of what is too long ago, and of what is no mark', () => {
    const changes = new RecentWrites('incarnation', clock);
    const { mark } = changes;
    expect(new RecentWrites('next', clock).since(mark, ARC, 2)).toBeUndefined();
    for (const wrong of [
      '',
      'incarnation',
      'incarnation.x',
      'incarnation.-1',
      'incarnation.1',
      'incarnation.0.5',
    ])
      expect(changes.since(wrong, ARC, 2)).toBeUndefined();
    for (let turn = 0; turn < 66; turn += 1)
      changes.note(Array.from({ length: 1_000 }, () => at('1001')));
    expect(changes.since(mark, ARC, 2)).toBeUndefined();
  });

  it('has marks of earlier moments, rather too early than too late', () => {
    const changes = new RecentWrites('incarnation', clock);
    const keysBefore = (agoMs: number): string[] =>
      changes
        .since(changes.markBefore(agoMs), ARC, 1_000)
        ?.positions.map(({ keyId }) => keyId)
        .sort() as string[];
    expect(keysBefore(10_000)).toEqual([]);
    for (const keyId of ['1001', '1002', '1003', '1004']) {
      changes.note([at(keyId)]);
      nowMs += 5_000;
    }
    expect(keysBefore(5_000)).toEqual([]);
    expect(keysBefore(6_000)).toEqual(['1003', '1004']);
    expect(keysBefore(10_000)).toEqual(['1003', '1004']);
    expect(keysBefore(11_000)).toEqual(['1002', '1003', '1004']);
    // Nothing is known of what was before.
    expect(keysBefore(3_600_000)).toEqual(['1001', '1002', '1003', '1004']);
    nowMs += 3_600_000;
    expect(keysBefore(10_000)).toEqual([]);
  });
});
