import { isKnownVersion, readRemoveCondition, readWriteCondition } from './conditions';

describe('the condition of a write', () => {
  it('is read from If-Match or If-None-Match', () => {
    expect(readWriteCondition({})).toBeUndefined();
    expect(readWriteCondition({ 'if-match': ' "v1" ' })).toEqual({ ifMatch: 'v1' });
    expect(readWriteCondition({ 'if-none-match': '*' })).toEqual({ ifNoneMatch: '*' });
    expect(readRemoveCondition({ 'if-match': '"v1"' })).toBe('v1');
  });

  it.each([
    ['no quotes', { 'if-match': 'v1' }],
    ['a weak tag', { 'if-match': 'W/"v1"' }],
    ['two tags', { 'if-match': '"v1", "v2"' }],
    ['nothing', { 'if-match': '' }],
    ['any version', { 'if-match': '*' }],
    ['a version that must not be', { 'if-none-match': '"v1"' }],
    ['both at once', { 'if-match': '"v1"', 'if-none-match': '*' }],
  ])('is malformed with %s', (_, headers) => {
    expect(() => readWriteCondition(headers)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_CONDITION' }),
    );
  });

  it('of a removal cannot be that there is nothing', () => {
    expect(() => readRemoveCondition({ 'if-none-match': '*' })).toThrow(
      expect.objectContaining({ code: 'MALFORMED_CONDITION' }),
    );
  });
});

describe('a reader', () => {
  it.each([
    ['"v1"', true],
    ['"v0", "v1"', true],
    ['W/"v1"', true],
    ['*', true],
    ['"v2"', false],
    ['v1', false],
  ])('who sends %s knows v1: %s', (header, known) => {
    expect(isKnownVersion({ 'if-none-match': header }, 'v1')).toBe(known);
  });

  it('who sends nothing knows nothing', () => {
    expect(isKnownVersion({}, 'v1')).toBe(false);
  });
});
