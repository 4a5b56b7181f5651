import { judgeReading, readWriteCondition } from './conditions';
import { parseEntityTags, parseHttpDate } from './entity-tags';

const V1 = `1-0-${'ab'.repeat(20)}-00010001`;
const V2 = `2-0-${'ab'.repeat(20)}-00010001`;
const modifiedAtMs = Date.UTC(1994, 10, 6, 8, 49, 37, 500);
const AT = 'Sun, 06 Nov 1994 08:49:37 GMT';
const BEFORE = 'Sun, 06 Nov 1994 08:49:36 GMT';
const present = { version: V1, modifiedAtMs };

describe('entity tags', () => {
  it.each([
    ['*', '*'],
    [' * ', '*'],
    ['"a"', [{ isWeak: false, tag: 'a' }]],
    ['W/"a"', [{ isWeak: true, tag: 'a' }]],
    [
      '"a,b" , W/"c",',
      [
        { isWeak: false, tag: 'a,b' },
        { isWeak: true, tag: 'c' },
      ],
    ],
    ['""', [{ isWeak: false, tag: '' }]],
    [',,"a"', [{ isWeak: false, tag: 'a' }]],
    ['', undefined],
    [',', undefined],
    ['a', undefined],
    ['"a" "b"', undefined],
    ['"a', undefined],
    ['w/"a"', undefined],
    ['"a", *', undefined],
    ['"a b"', undefined],
  ])('%j are %j', (header, tags) => {
    expect(parseEntityTags(header)).toEqual(tags);
  });
});

describe('a date', () => {
  const ms = Date.UTC(1994, 10, 6, 8, 49, 37);
  it.each([
    [AT, ms],
    ['Sunday, 06-Nov-94 08:49:37 GMT', ms],
    ['Sun Nov  6 08:49:37 1994', ms],
    ['Sun, 06 Nov 1994 08:49:37', undefined],
    ['Sun, 06 Nov 1994 24:49:37 GMT', undefined],
    ['Sun, 31 Feb 1994 08:49:37 GMT', undefined],
    ['Sun, 06 Xyz 1994 08:49:37 GMT', undefined],
    ['Sun, 06 anF 1994 08:49:37 GMT', undefined],
    ['1994-11-06T08:49:37Z', undefined],
    ['0', undefined],
    ['', undefined],
  ])('%j is %j', (text, expected) => expect(parseHttpDate(text)).toBe(expected));

  it('of two digits is never more than 50 years ahead', () => {
    const nowMs = Date.UTC(2026, 0, 1);
    const yearOf = (digits: string): number =>
      new Date(parseHttpDate(`Sunday, 06-Nov-${digits} 08:49:37 GMT`, nowMs) ?? 0).getUTCFullYear();
    expect([yearOf('76'), yearOf('77'), yearOf('26')]).toEqual([2076, 1977, 2026]);
  });
});

describe('the condition of a write', () => {
  it.each([
    [{}, undefined],
    [{ 'if-match': ` "${V1}" ` }, { ifMatch: [V1] }],
    [{ 'if-match': '*' }, { ifMatch: '*' }],
    [{ 'if-match': `"${V1}", "${V2}"` }, { ifMatch: [V1, V2] }],
    [{ 'if-match': `W/"${V1}"` }, { ifMatch: [] }],
    [{ 'if-match': '"of somebody else"'.replaceAll(' ', '-') }, { ifMatch: [] }],
    [{ 'if-none-match': '*' }, { ifNoneMatch: '*' }],
    [{ 'if-none-match': `W/"${V1}", "${V2}"` }, { ifNoneMatch: [V1, V2] }],
    [
      { 'if-match': '*', 'if-none-match': `"${V1}"` },
      { ifMatch: '*', ifNoneMatch: [V1] },
    ],
    [{ 'if-unmodified-since': AT }, { unmodifiedSinceMs: Date.UTC(1994, 10, 6, 8, 49, 37) }],
    [{ 'if-unmodified-since': AT, 'if-match': '*' }, { ifMatch: '*' }],
  ])('of %j is %j', (headers, condition) => {
    expect(readWriteCondition(headers)).toEqual(condition);
  });

  it.each([
    { 'if-match': 'v1' },
    { 'if-match': '' },
    { 'if-none-match': 'v1' },
    { 'if-unmodified-since': 'yesterday' },
    { 'if-modified-since': AT },
  ])('is refused when it cannot be kept: %j', (headers) => {
    expect(() => readWriteCondition(headers)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_CONDITION' }),
    );
  });
});

describe('a reading', () => {
  it.each([
    [{}, 'send', 'send'],
    [{ 'if-match': '*' }, 'send', 'failed'],
    [{ 'if-match': `"${V2}", "${V1}"` }, 'send', 'failed'],
    [{ 'if-match': `"${V2}"` }, 'failed', 'failed'],
    [{ 'if-match': `W/"${V1}"` }, 'failed', 'failed'],
    [{ 'if-none-match': '*' }, 'unchanged', 'send'],
    [{ 'if-none-match': `"${V2}", W/"${V1}"` }, 'unchanged', 'send'],
    [{ 'if-none-match': `"${V2}"` }, 'send', 'send'],
    [{ 'if-modified-since': AT }, 'unchanged', 'send'],
    [{ 'if-modified-since': BEFORE }, 'send', 'send'],
    [{ 'if-modified-since': 'nonsense' }, 'send', 'send'],
    [{ 'if-modified-since': AT, 'if-none-match': `"${V2}"` }, 'send', 'send'],
    [{ 'if-unmodified-since': AT }, 'send', 'send'],
    [{ 'if-unmodified-since': BEFORE }, 'failed', 'send'],
    [{ 'if-unmodified-since': BEFORE, 'if-match': `"${V1}"` }, 'send', 'failed'],
    [{ 'if-match': `"${V1}"`, 'if-none-match': `"${V1}"` }, 'unchanged', 'failed'],
  ])('with %j is answered %s, and without a value %s', (headers, withValue, without) => {
    const outcome = (value: typeof present | undefined): string => {
      try {
        return judgeReading(headers, value);
      } catch (error) {
        expect(error).toMatchObject({ code: 'PRECONDITION_FAILED' });
        return 'failed';
      }
    };
    expect([outcome(present), outcome(undefined)]).toEqual([withValue, without]);
  });

  it.each([{ 'if-match': 'v1' }, { 'if-none-match': 'v1' }, { 'if-none-match': '"a' }])(
    'is refused with %j',
    (headers) => {
      expect(() => judgeReading(headers, present)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_CONDITION' }),
      );
    },
  );
});
