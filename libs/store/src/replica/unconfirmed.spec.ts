import { Unconfirmed } from './unconfirmed';

const at = (key: string): { keyId: string; key: string } => ({ keyId: '1f', key });

describe('a key whose record nobody has confirmed', () => {
  it('stays marked when it was marked anew while it was confirmed', () => {
    const unconfirmed = new Unconfirmed();
    const first = unconfirmed.mark(at('key'));
    const second = unconfirmed.mark(at('key'));
    unconfirmed.clear(at('key'), first);
    expect(unconfirmed.has(at('key'))).toBe(true);
    expect(unconfirmed.markOf(at('key'))).toBe(second);
    unconfirmed.clear(at('key'), second);
    expect(unconfirmed.has(at('key'))).toBe(false);
  });

  it('is not cleared by a reading that began when nothing was marked', () => {
    const unconfirmed = new Unconfirmed();
    const before = unconfirmed.markOf(at('key'));
    unconfirmed.mark(at('key'));
    unconfirmed.clear(at('key'), before);
    expect(unconfirmed.has(at('key'))).toBe(true);
  });
});
