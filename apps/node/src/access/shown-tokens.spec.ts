import { digestOf, type Token } from '../config/bearer-token';
import { ShownTokens } from './shown-tokens';

const tokenOf = (name: string): Token => ({
  ...{ name, role: 'read', digest: digestOf(name), prefix: '' },
});

describe('what was shown on a connection', () => {
  const tokens = [tokenOf('a'), tokenOf('b')];
  const [a, b] = tokens as [Token, Token];
  const connection = {};

  it('is known again there, letter by letter, and nowhere else', () => {
    const shown = new ShownTokens();
    shown.remember(connection, 'Bearer a', tokens, a);
    expect(shown.find(connection, 'Bearer a', tokens)).toBe(a);
    for (const other of ['Bearer b', 'Bearer A', 'Bearer ab', 'Bearer ', ''])
      expect([other, shown.find(connection, other, tokens)]).toEqual([other, undefined]);
    expect(shown.find({}, 'Bearer a', tokens)).toBeUndefined();
    expect(shown.find(connection, 'Bearer a', tokens)).toBe(a);
  });

  it('is void once other tokens hold, also when they are the same', () => {
    const shown = new ShownTokens();
    shown.remember(connection, 'Bearer a', tokens, a);
    expect(shown.find(connection, 'Bearer a', [a, b])).toBeUndefined();
    expect(shown.find(connection, 'Bearer a', [b])).toBeUndefined();
  });

  it('is replaced by a later valid one', () => {
    const shown = new ShownTokens();
    shown.remember(connection, 'Bearer a', tokens, a);
    shown.remember(connection, 'Bearer b', tokens, b);
    expect(shown.find(connection, 'Bearer b', tokens)).toBe(b);
    expect(shown.find(connection, 'Bearer a', tokens)).toBeUndefined();
  });
});
