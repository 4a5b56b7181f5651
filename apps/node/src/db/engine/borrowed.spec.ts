import { withinBounds } from './borrowed';

/** As LMDB lends it: longer than the value, with a `length` of its own. */
function lent(text: string, behind: number): Buffer {
  const whole = Buffer.alloc(text.length + behind, 0xee);
  whole.write(text);
  return Object.defineProperty(whole, 'length', { value: text.length, writable: true });
}

describe('a borrowed buffer', () => {
  it.each([0, 1, 4_096])('ends where the value ends, with %i bytes behind it', (behind) => {
    const bytes = withinBounds(lent('value', behind));
    expect(bytes).toHaveLength(5);
    expect(bytes.byteLength).toBe(5);
    expect([...bytes.subarray(2)]).toEqual([...Buffer.from('lue')]);
    expect(bytes.slice().byteLength).toBe(5);
  });

  it('is lent on and not copied', () => {
    const whole = lent('value', 8);
    const bytes = withinBounds(whole);
    whole[0] = 0x56;
    expect(bytes[0]).toBe(0x56);
  });
});
