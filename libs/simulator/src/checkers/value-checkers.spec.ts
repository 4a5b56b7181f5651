import { checkRegisters, type Entry, History } from '@chord-dht/store/testing';
import { lostWrite } from './acknowledged-writes';

const entry = (startMs: number, endMs: number, over: Partial<Entry>): Entry => ({
  key: 'key',
  node: 'n1:1',
  reading: 'majority',
  outcome: 'ok',
  call: { kind: 'get' },
  reply: undefined,
  startMs,
  endMs,
  ...over,
});
const put = (startMs: number, endMs: number, value: string): Entry =>
  entry(startMs, endMs, { call: { kind: 'put', value }, reply: { kind: 'done' } });
const lostPut = (startMs: number, value: string): Entry =>
  entry(startMs, Infinity, { call: { kind: 'put', value }, outcome: 'unknown' });
const remove = (startMs: number, endMs: number): Entry =>
  entry(startMs, endMs, { call: { kind: 'remove' }, reply: { kind: 'done' } });
const get = (startMs: number, endMs: number, value: string, reading: Entry['reading']): Entry =>
  entry(startMs, endMs, { reading, reply: { kind: 'value', value } });
const at = (...values: (string | null)[]) =>
  values.map((value, index) => ({ node: `n${index}:1`, value }));

describe('acknowledged writes', () => {
  it('are present, or values that were written at the same time or later', () => {
    expect(lostWrite([put(0, 1, 'a')], at('a', 'a'))).toBeUndefined();
    expect(lostWrite([put(0, 5, 'a'), put(3, 4, 'b')], at('a'))).toBeUndefined();
    expect(lostWrite([put(0, 1, 'a'), lostPut(2, 'b')], at('b'))).toBeUndefined();
    expect(lostWrite([put(0, 1, 'a'), lostPut(2, 'b')], at('a'))).toBeUndefined();
    expect(lostWrite([put(0, 1, 'a'), remove(2, 3)], at(null))).toBeUndefined();
  });

  it('are not lost, overtaken by old ones, undead, invented or different from node to node', () => {
    expect(lostWrite([put(0, 1, 'a')], at(null))).toMatch('n0:1 has nothing, although a was');
    expect(lostWrite([put(0, 1, 'a'), put(2, 3, 'b')], at('a'))).toMatch('although b was');
    expect(lostWrite([put(0, 1, 'a'), remove(2, 3)], at('a'))).toMatch('although a removal was');
    expect(lostWrite([put(0, 1, 'a')], at('b'))).toMatch('which no client wrote');
    const both = [put(0, 9, 'a'), put(0, 9, 'b')];
    expect(lostWrite(both, at('a', 'b'))).toBe('n1:1 has b, and n0:1 has a.');
  });
});

describe('the histories of keys', () => {
  const verdicts = (entries: readonly Entry[], reading: Entry['reading']) => {
    const history = new History();
    for (const one of entries) history.add(one);
    return checkRegisters(history, reading).map(({ verdict }) => verdict);
  };

  it('are judged key by key, and by the kind of reading', () => {
    const stale = [
      put(0, 1, 'a'),
      put(2, 3, 'b'),
      get(4, 5, 'a', 'one'),
      get(6, 7, 'b', 'majority'),
    ];
    expect(verdicts(stale, 'majority')).toEqual(['linearizable']);
    expect(verdicts(stale, 'one')).toEqual(['not linearizable']);
    const other = { ...put(8, 9, 'x'), key: 'other' };
    expect(verdicts([...stale, other], 'one')).toEqual(['not linearizable', 'linearizable']);
  });

  it('ignore failed operations, and include writes of unknown outcome, seen or not', () => {
    const failed = { ...put(2, 3, 'b'), outcome: 'failed' as const };
    expect(verdicts([put(0, 1, 'a'), failed, get(4, 5, 'b', 'majority')], 'majority')).toEqual([
      'not linearizable',
    ]);
    const late = [put(0, 1, 'a'), lostPut(2, 'b'), get(4, 5, 'a', 'majority')];
    expect(verdicts([...late, get(6, 7, 'b', 'majority')], 'majority')).toEqual(['linearizable']);
    // Only the unseen put explains why the condition did not hold.
    const refused = entry(6, 7, {
      call: { kind: 'put', value: 'c', onlyIf: { value: 'a' } },
      reply: { kind: 'refused' },
    });
    expect(verdicts([...late, refused], 'majority')).toEqual(['linearizable']);
  });
});
