import fc from 'fast-check';
import { someVersion } from '../testing/record-store-conformance';
import { compareVersions, parseVersion, printVersion, type Version } from './version';
import { printVersionAt, putVersion } from './version-bytes';

describe('versions', () => {
  it('are ordered totally', () => {
    fc.assert(
      fc.property(someVersion, someVersion, someVersion, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        expect(compareVersions(a, b) === 0).toBe(printVersion(a) === printVersion(b));
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are ordered by time, counter, node and boot, in this order', () => {
    const base: Version = { timeMs: 5, counter: 5, node: '0b', boot: '00000002' };
    const later: Version[] = [
      { ...base, boot: '00000003' },
      { ...base, node: '0c', boot: '00000001' },
      { ...base, counter: 6, node: '0a' },
      { ...base, timeMs: 6, counter: 0 },
    ];
    for (const version of later) expect(compareVersions(version, base)).toBeGreaterThan(0);
    const sorted = [...later].reverse().sort(compareVersions);
    expect(sorted).toEqual(later);
  });

  it('are read back from what is printed, which needs no quoting in a URL', () => {
    fc.assert(
      fc.property(someVersion, (version) => {
        const text = printVersion(version);
        expect(encodeURIComponent(text)).toBe(text);
        expect(parseVersion(text)).toEqual(version);
      }),
    );
  });

  it('are printed from borrowed bytes, whatever becomes of these later', () => {
    const first = { timeMs: 5, counter: 1, node: 'c'.repeat(40), boot: '00000031' };
    // Of the same place among the known origins, and of the same digits.
    const second = { timeMs: 5, counter: 1, node: 'd'.repeat(38) + 'cc', boot: '00000031' };
    const borrowed = Buffer.alloc(40);
    putVersion(borrowed, 2, first);
    expect(printVersionAt(borrowed, 2, 40)).toBe(printVersion(first));
    putVersion(borrowed, 2, second);
    const other = Uint8Array.from(borrowed);
    expect(printVersionAt(other, 2, 40)).toBe(printVersion(second));
  });

  it('are printed from their bytes as they are, whatever origins were printed before', () => {
    const digits = fc.constantFrom('a', '0a', '00a', 'b', 'a'.repeat(40));
    const boot = fc.constantFrom('00000001', '00000041', '01000001');
    const timeMs = fc.oneof(
      fc.nat(36 ** 5),
      fc.constantFrom(36 ** 5, 2 ** 53 - 1, 1_764_490_000_000),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ timeMs, counter: fc.nat(), node: digits, boot })), (all) => {
        for (const version of all) {
          const bytes = new Uint8Array(40);
          putVersion(bytes, 2, version);
          const text = `${version.timeMs.toString(36)}-${version.counter.toString(36)}`;
          const printed = `${text}-${version.node}-${version.boot}`;
          expect(printVersionAt(bytes, 2, version.node.length)).toBe(printed);
          expect(printVersion(version)).toBe(printed);
        }
      }),
    );
  });

  it.each([
    '',
    'x',
    '1-2-3',
    '1-2-0a-0000000',
    '01-2-0a-00000001',
    '1-02-0a-00000001',
    'A-2-0a-00000001',
    '1-2-0A-00000001',
    '1-2-0a-00000001 ',
    '"1-2-0a-00000001"',
    'zzzzzzzzzzz-2-0a-00000001',
    '1-1z141z5-0a-00000001',
    `1-2-${'a'.repeat(41)}-00000001`,
    '-1-2-0a-00000001',
  ])('are not read from %j', (text) => expect(parseVersion(text)).toBeUndefined());

  it.each([undefined, null, 7, {}, ['1-2-0a-00000001']])(
    'are not read from %p, which is no text',
    (value) => expect(parseVersion(value)).toBeUndefined(),
  );
});
