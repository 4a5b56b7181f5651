import { keyCall } from '../value/key-call';
import { curl } from './curl';
import { rowsOf, timesWords, weightOf } from './event-rows';
import { eventWords } from './event-words';
import { everyEntry, uptime } from './node-words';
import { prettyJson } from './value-text';

const event = (type: string, fields: object = {}) =>
  ({
    sequence: 1,
    at: '2026-01-01T00:00:00.000Z',
    node: 'localhost:5000',
    type,
    ...fields,
  }) as never;
const at = (address: string) => ({ id: '1', printedId: '1', address, position: 0 });

describe('events in words', () => {
  it.each([
    [
      'predecessor-changed',
      { from: null, to: at('localhost:5001') },
      'from none to localhost:5001',
    ],
    ['successors-changed', { successors: [at('a:1'), at('b:2')] }, 'a:1, b:2'],
    ['successors-changed', { successors: [] }, 'none'],
    ['view-blocked', { message: 'a:1 is no member yet.' }, 'a:1 is no member yet'],
    ['peer-failed', { about: at('a:1'), code: 'TIMEOUT' }, 'a:1 does not answer (TIMEOUT)'],
    [
      'owner-found',
      { lookup: 3, owner: at('a:1'), hops: 2, ms: 1.5 },
      'lookup 3: a:1, 2 hops in 1.5 ms',
    ],
    ['view-began', { epoch: 4, members: [at('a:1')] }, 'epoch 4: this node answers for an arc'],
    ['replica-repaired', { about: at('a:1') }, 'a:1 has all records again'],
    [
      'records-moving',
      { records: 40_000, done: 25_000, recordsPerSecond: 5_000, secondsLeft: 3 },
      '25,000 of 40,000 records, 5,000 a second',
    ],
    ['of-the-future', { x: 'a\u202eb' }, '{"x":"a\\u{202e}b"}'],
    ['of-the-future', {}, ''],
  ])('%s', (type, fields, words) => {
    expect(eventWords(event(type, fields))).toBe(words);
  });

  it('with missing fields do no harm', () => {
    for (const type of [
      'successors-changed',
      'owner-found',
      'view-began',
      'finger-changed',
      'gap',
    ]) {
      expect(eventWords(event(type))).toContain('?');
    }
  });

  it('have a weight, which is bad for what failed', () => {
    expect(
      [
        event('hop-failed', { kind: 'lookup' }),
        event('peer-failed', { kind: 'fault' }),
        event('membership-changed', { kind: 'membership' }),
        event('finger-changed', { kind: 'ring' }),
        event('unknown'),
      ].map(weightOf),
    ).toEqual(['bad', 'bad', 'notable', 'calm', 'calm']);
  });

  it('that are repeated become one row', () => {
    const failed = event('peer-failed', { kind: 'fault', about: at('a:1'), code: 'TIMEOUT' });
    const other = event('peer-failed', { kind: 'fault', about: at('b:2'), code: 'TIMEOUT' });
    const later = event('peer-failed', {
      kind: 'fault',
      about: at('a:1'),
      code: 'TIMEOUT',
      at: '2025-12-31T23:00:00.000Z',
    });
    const rows = rowsOf([...Array.from({ length: 19 }, () => failed), other, failed, later]);
    expect(rows.map(({ words, times }) => words + timesWords(times))).toEqual([
      'a:1 does not answer (TIMEOUT), 20 times',
      'b:2 does not answer (TIMEOUT)',
      'a:1 does not answer (TIMEOUT)',
    ]);
  });
});

describe('a node in words', () => {
  it('has its uptime', () => {
    expect([5, 600, 7200, 300_000].map(uptime)).toEqual(['5 s', '10 min', '2 h', '3 d']);
  });

  it('spreads runs of fingers over every entry', () => {
    const run = {
      firstIndex: 2,
      lastIndex: 4,
      start: '7',
      startPosition: 0,
      node: at('a:1'),
      ageMs: 1,
    };
    expect(
      everyEntry([run]).map(({ firstIndex, lastIndex, start }) => [firstIndex, lastIndex, start]),
    ).toEqual([
      [2, 2, '7'],
      [3, 3, ''],
      [4, 4, ''],
    ]);
  });
});

describe('an action on a key as a command line', () => {
  const deed = { key: 'k', text: 'v', file: null, condition: 'always' } as const;

  it('reads, deletes, and puts under a condition', () => {
    expect(curl(keyCall({ ...deed, method: 'GET' }))).toBe('curl /api/v1/keys/k');
    expect(curl(keyCall({ ...deed, method: 'DELETE' }))).toBe(
      'curl --request DELETE /api/v1/keys/k',
    );
    expect(curl(keyCall({ ...deed, method: 'PUT', condition: 'create' }))).toContain(
      "--header 'If-None-Match: *'",
    );
    expect(curl(keyCall({ ...deed, method: 'PUT', condition: { version: 'v1' } }))).toContain(
      `--header 'If-Match: "v1"'`,
    );
  });

  it('takes long texts and files from a file', () => {
    expect(keyCall({ ...deed, method: 'PUT', text: 'x'.repeat(300) })).toMatchObject({
      file: 'value.txt',
    });
    expect(keyCall({ ...deed, method: 'PUT', file: { name: 'a.png', type: '' } })).toMatchObject({
      file: 'a.png',
      contentType: 'application/octet-stream',
    });
  });
});

describe('JSON', () => {
  it('is an object or a list, nothing else', () => {
    expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyJson('42')).toBeNull();
    expect(prettyJson('{broken')).toBeNull();
  });
});
