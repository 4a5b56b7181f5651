import { faultOfMode } from './secret-file';

describe('a file with a secret', () => {
  it.each([
    ['own file, own eyes', 0o600, 1000, 1000, true],
    ['own file, group reads', 0o640, 1000, 1000, false],
    ['file of root, group reads', 0o440, 0, 1000, true],
    ['file of root, group writes', 0o460, 0, 1000, false],
    ['file of root, all read', 0o444, 0, 1000, false],
    ['root and its own file', 0o640, 0, 0, false],
    ['root and its own file, no group', 0o600, 0, 0, true],
  ])('%s (%i of %i, for %i): %s', (_, mode, uid, own, isGood) => {
    const fault = faultOfMode('/secret', own, { mode: mode | 0o100_000, uid });
    expect(fault === undefined).toBe(isGood);
  });
});
