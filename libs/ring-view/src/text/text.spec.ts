import { hop, pathOf } from '../testing/fixtures';
import { explain, hopWords, measureWords, pathWords, reason } from './hop-words';
import { cut, shortAddresses, shortId, withoutCommonSuffix } from './names';
import { age, bytes, count, duration, grouped, percent } from './numbers';
import { visible } from './visible';

describe('hidden signs', () => {
  it('are written out: controls, bidirectional and zero-width ones, tags, lone surrogates', () => {
    expect(visible('a\u0000b\u202ec\u200bd\u{e0041}e\ud800')).toBe(
      'a\\u{0}b\\u{202e}c\\u{200b}d\\u{e0041}e\\u{d800}',
    );
  });

  it('of ordinary text of any script there are none', () => {
    expect(visible('schlüssel ключ مفتاح 鍵 😀 <b>&amp;')).toBe(
      'schlüssel ключ مفتاح 鍵 😀 <b>&amp;',
    );
  });

  it('may stay when the caller says so', () => {
    expect(visible('a\n\tb\r', '\n\t')).toBe('a\n\tb\\u{d}');
  });
});

describe('names', () => {
  it('lose the host that all share', () => {
    expect(shortAddresses(['localhost:5000', 'localhost:5001'])('localhost:5001')).toBe(':5001');
    expect(shortAddresses(['a:1', 'b:1'])('b:1')).toBe('b:1');
  });

  it('that are long are cut', () => {
    expect(shortId('673', 6)).toBe('673');
    expect(shortId('0123456789abcdef', 6)).toBe('01234…');
    expect(cut('a-very-long-host-name:5000', 12)).toBe('a-very-…5000');
    expect(cut('short', 12)).toBe('short');
  });
});

describe('figures', () => {
  it('read well', () => {
    expect([0, 0.0004, 0.0251, 0.483, 1].map(percent)).toEqual([
      '0 %',
      '< 0.1 %',
      '2.5 %',
      '48 %',
      '100 %',
    ]);
    expect([0, 999, 1234, 5_600_000].map(bytes)).toEqual(['0 B', '999 B', '1.2 kB', '5.6 MB']);
    expect([0.421, 3.14, 120.4, 1500].map(duration)).toEqual([
      '0.42 ms',
      '3.1 ms',
      '120 ms',
      '1.5 s',
    ]);
    expect([0, 12_000, 180_000, 7_200_000].map(age)).toEqual([
      'just now',
      '12 s ago',
      '3 min ago',
      '2 h ago',
    ]);
    expect([count(1, 'key'), count(2, 'key'), count(2, 'entry', 'entries')]).toEqual([
      '1 key',
      '2 keys',
      '2 entries',
    ]);
    expect([count(27_675, 'key'), grouped(1_000_000)]).toEqual(['27,675 keys', '1,000,000']);
  });
});

describe('a path in words', () => {
  it('names the reason of each hop', () => {
    expect(reason({ kind: 'finger', index: 7 })).toBe('finger 7');
    expect(reason({ kind: 'successor', index: 0 })).toBe('successor');
    expect(reason({ kind: 'successor', index: 2 })).toBe('successor list, entry 3');
    expect(hopWords(hop(2, 100, 300))).toBe(
      'Hop 2: localhost:5100 to localhost:5300 by finger 6, 2.5 ms',
    );
    expect(hopWords(hop(1, 100, 300, true))).toContain('failed (TIMEOUT), 500 ms');
  });

  it('explains each hop by the rule that chose it', () => {
    const [silent, next] = [hop(1, 100, 200, true), hop(2, 100, 190)];
    const last = { ...hop(3, 190, 300), via: { kind: 'successor', index: 0 } as const };
    const near = { ...hop(3, 190, 250), via: { kind: 'successor', index: 2 } as const };
    const path = pathOf(290, 100, 300, [silent, next, last]);
    expect(explain(silent, path)).toBe('finger 7 is the farthest one that does not pass the key');
    expect(explain(next, path)).toBe(
      'finger 6 is of those that are left, localhost:5200 being silent, the farthest one that does not pass the key',
    );
    expect(explain(last, path)).toBe(
      'its successor is the first node at or behind the key, so it owns it',
    );
    expect(explain(near, path)).toContain('entry 3 of its successor list is the farthest node');
  });

  it('reports when no hop is needed, and the number without an answer', () => {
    expect(pathWords(pathOf(90, 100, 100))).toContain('owns this key itself');
    expect(pathWords(pathOf(290, 100, 300, [hop(1, 100, 200, true), hop(2, 100, 300)]))).toBe(
      '2 hops from localhost:5100 to the owner localhost:5300, 1 of them without an answer.',
    );
  });

  it('compares with half the logarithm of the number of nodes', () => {
    expect(measureWords(3, 16)).toBe(
      "3 hops to the owner's predecessor, which is what theory counts: not the last step, to the owner, nor tries without an answer; ½·log₂ 16 = 2 expected on average",
    );
    expect(measureWords(0, 1)).toMatch(/^0 hops .* ½·log₂ 1 = 0 expected on average$/);
  });
});

describe('hosts that end alike', () => {
  it('are shown without their common end', () => {
    const bare = withoutCommonSuffix(['db1.eu.example.org:5000', 'db2.eu.example.org:5001']);
    expect(bare('db1.eu.example.org:5000')).toBe('db1:5000');
    const other = withoutCommonSuffix(['a.x.org:1', 'x.org:1']);
    expect(other('x.org:1')).toBe('x:1');
  });

  it('stay whole when they are one, differ, or are numbers', () => {
    for (const addresses of [
      ['localhost:1', 'localhost:2'],
      ['a.org:1', 'b.net:1'],
      ['10.0.0.1:5000', '10.1.0.1:5000'],
      ['[::1]:1', '[::2]:1'],
    ])
      expect(addresses.map(withoutCommonSuffix(addresses))).toEqual(addresses);
  });
});
