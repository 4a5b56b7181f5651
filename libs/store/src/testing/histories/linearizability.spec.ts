import { SeededRandom } from '@chord-dht/chord/testing';
import { keyModel, type KeyCall, type KeyReply } from './key-model';
import { checkLinearizable, type Operation } from './linearizability';

type KeyOperation = Operation<KeyCall, KeyReply>;

const operation = (
  startMs: number,
  endMs: number,
  call: KeyCall,
  reply?: KeyReply,
): KeyOperation => ({ startMs, endMs, call, reply });
const put = (startMs: number, endMs: number, value: string): KeyOperation =>
  operation(startMs, endMs, { kind: 'put', value }, { kind: 'done' });
const lostPut = (startMs: number, value: string): KeyOperation =>
  operation(startMs, Infinity, { kind: 'put', value });
const get = (startMs: number, endMs: number, value: string | null): KeyOperation =>
  operation(startMs, endMs, { kind: 'get' }, { kind: 'value', value });

const isLinearizable = (...history: KeyOperation[]): boolean =>
  checkLinearizable(history, keyModel).linearizable;

describe('a history is linearizable', () => {
  it('when reads see the last write before them', () => {
    expect(isLinearizable(put(0, 1, 'a'), get(2, 3, 'a'), put(4, 5, 'b'), get(6, 7, 'b'))).toBe(
      true,
    );
    expect(isLinearizable(put(0, 1, 'a'), put(2, 3, 'b'), get(4, 5, 'a'))).toBe(false);
    expect(isLinearizable(get(0, 1, null), put(2, 3, 'a'), get(4, 5, null))).toBe(false);
  });

  it('when writes at one time have one order for all readers', () => {
    const writes = [put(0, 10, 'a'), put(0, 10, 'b')];
    expect(isLinearizable(...writes, get(11, 12, 'a'), get(13, 14, 'a'))).toBe(true);
    expect(isLinearizable(...writes, get(11, 12, 'b'), get(13, 14, 'b'))).toBe(true);
    expect(isLinearizable(...writes, get(11, 12, 'a'), get(13, 14, 'b'))).toBe(false);
  });

  it('when no reader sees the old value again after another saw the new one', () => {
    const write = put(5, 20, 'new');
    expect(isLinearizable(put(0, 1, 'old'), write, get(6, 7, 'old'), get(8, 9, 'new'))).toBe(true);
    expect(isLinearizable(put(0, 1, 'old'), write, get(6, 7, 'new'), get(8, 9, 'old'))).toBe(false);
  });

  it('when a write of unknown outcome took effect late, or never, but not twice', () => {
    expect(isLinearizable(put(0, 1, 'a'), lostPut(2, 'b'), get(3, 4, 'a'), get(90, 91, 'b'))).toBe(
      true,
    );
    expect(isLinearizable(put(0, 1, 'a'), lostPut(2, 'b'), get(3, 4, 'a'))).toBe(true);
    expect(isLinearizable(lostPut(0, 'b'), get(3, 4, 'b'), put(5, 6, 'a'), get(7, 8, 'b'))).toBe(
      false,
    );
    expect(isLinearizable(get(0, 1, 'b'), lostPut(2, 'b'))).toBe(false);
  });

  it('when conditions held at the moment of the write', () => {
    const createOnce = (startMs: number, endMs: number, reply: KeyReply): KeyOperation =>
      operation(startMs, endMs, { kind: 'put', value: `${startMs}`, onlyIf: 'absent' }, reply);
    const [done, refused] = [{ kind: 'done' }, { kind: 'refused' }] as const;
    expect(isLinearizable(createOnce(0, 9, done), createOnce(1, 8, refused))).toBe(true);
    expect(isLinearizable(createOnce(0, 9, done), createOnce(1, 8, done))).toBe(false);
    expect(isLinearizable(createOnce(0, 9, refused))).toBe(false);
    const remove: KeyCall = { kind: 'remove', onlyIf: { value: 'a' } };
    const history = [put(0, 1, 'a'), operation(2, 3, remove, done), get(4, 5, null)];
    expect(isLinearizable(...history)).toBe(true);
    expect(isLinearizable(...history, operation(6, 7, remove, done))).toBe(false);
  });
});

/** A history made by an object that really does one thing at a time, so that it must be linearizable. */
function honestHistory(seed: number, length: number): KeyOperation[] {
  const random = new SeededRandom(seed);
  let state = keyModel.initial;
  const effects = Array.from({ length }, (_, index) => {
    const call: KeyCall =
      random.next() < 0.5 ? { kind: 'get' } : { kind: 'put', value: `${index}` };
    const reply: KeyReply =
      call.kind === 'get' ? { kind: 'value', value: state.value } : { kind: 'done' };
    state = keyModel.step(state, call, reply) ?? state;
    const [before, after] = [random.next() * 6, random.next() * 6];
    const isLost = call.kind === 'put' && random.next() < 0.1;
    return isLost
      ? operation(index - before, Infinity, call)
      : operation(index - before, index + after, call, reply);
  });
  return random.shuffle(effects);
}

describe('the search', () => {
  it('explains every history of an honest object, in an order that can be followed', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const history = honestHistory(seed, 60);
      const { linearizable, order } = checkLinearizable(history, keyModel);
      expect(linearizable).toBe(true);
      let state: typeof keyModel.initial | undefined = keyModel.initial;
      for (const index of order) {
        const { call, reply } = history[index] as KeyOperation;
        state = state && keyModel.step(state, call, reply);
      }
      expect(state).toBeDefined();
    }
  });

  it('finds one stale read among sixty operations', () => {
    const history = [
      ...honestHistory(3, 60),
      put(100, 101, 'last'),
      get(102, 103, 'never written'),
    ];
    expect(checkLinearizable(history, keyModel).linearizable).toBe(false);
  });

  it('does not look twice at the same combination', () => {
    const writes = Array.from({ length: 14 }, (_, index) => put(0, 100, `${index % 2}`));
    const { linearizable, looked } = checkLinearizable([...writes, get(101, 102, 'x')], keyModel);
    expect(linearizable).toBe(false);
    // Without memory these are 14! orders.
    expect(looked).toBeLessThan(500_000);
  });
});
