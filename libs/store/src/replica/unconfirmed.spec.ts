import { Unconfirmed } from './unconfirmed';

describe('a key whose record nobody has confirmed', () => {
  it('stays marked when it was marked anew while it was confirmed', () => {
    const unconfirmed = new Unconfirmed();
    const first = unconfirmed.mark('key');
    const second = unconfirmed.mark('key');
    unconfirmed.clear('key', first);
    expect(unconfirmed.has('key')).toBe(true);
    expect(unconfirmed.markOf('key')).toBe(second);
    unconfirmed.clear('key', second);
    expect(unconfirmed.has('key')).toBe(false);
  });

  it('is not cleared by a reading that began when nothing was marked', () => {
    const unconfirmed = new Unconfirmed();
    const before = unconfirmed.markOf('key');
    unconfirmed.mark('key');
    unconfirmed.clear('key', before);
    expect(unconfirmed.has('key')).toBe(true);
  });
});
