import { deepCopy } from './deep-copy';

describe('deepCopy', () => {
  it('copies data so that nothing is shared', () => {
    const value = {
      a: [1, 'two', null, true],
      bytes: new Uint8Array([1, 2]),
      deep: { x: { y: 1 } },
    };
    const copied = deepCopy(value);
    expect(copied).toEqual(value);
    value.a.push(5);
    value.bytes[0] = 9;
    value.deep.x.y = 2;
    expect(copied).toEqual({
      a: [1, 'two', null, true],
      bytes: new Uint8Array([1, 2]),
      deep: { x: { y: 1 } },
    });
  });

  it('leaves undefined properties out and keeps __proto__ a plain key', () => {
    expect(Object.keys(deepCopy({ a: undefined, b: 1 }))).toEqual(['b']);
    const copied = deepCopy(JSON.parse('{"__proto__": {"admin": true}}') as { admin?: boolean });
    expect(copied.admin).toBeUndefined();
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
  });

  it.each([
    ['a function', () => 1],
    ['a bigint', 1n],
    [
      'a class instance',
      new (class Thing {
        name = 'x';
      })(),
    ],
    ['a Map', new Map()],
    ['a Date', new Date(0)],
  ])('refuses %s', (_name, value) => {
    expect(() => deepCopy({ value })).toThrow(TypeError);
  });

  it('refuses a cycle instead of running for ever', () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(() => deepCopy(loop)).toThrow('nested deeper');
  });
});
