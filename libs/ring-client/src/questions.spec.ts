import { ClientKind, WRITE } from '@chord-dht/store/wire';
import { joined } from '@chord-dht/chord';
import { DeleteQuestion, GetQuestion, PutQuestion } from './questions';

const time = (ringMs: number) => ({ ringMs, reached: (): undefined => undefined });
const requestOf = (question: PutQuestion | DeleteQuestion) =>
  WRITE.readRequest(joined(question.bytes(ClientKind.owner, false, false)).subarray(1));

describe('a write', () => {
  it('has a random id that members take for unnamed, unless it is given a name', () => {
    const ids = Array.from(
      { length: 2_000 },
      () => requestOf(new PutQuestion('k', 'v', {}, time(0))).writeId,
    );
    expect(new Set(ids).size).toBe(2_000);
    for (const id of ids) expect(id).toMatch(/^[0-7][0-9a-f]{15}$/);
    const named = requestOf(new PutQuestion('k', 'v', { idempotencyKey: 'once' }, time(0))).writeId;
    expect(named).toMatch(/^[89a-f][0-9a-f]{15}$/);
    expect(requestOf(new PutQuestion('k', 'v', { idempotencyKey: 'once' }, time(9))).writeId).toBe(
      named,
    );
  });

  it('has a name that stands for its content', () => {
    const of = (question: PutQuestion | DeleteQuestion): string => requestOf(question).writeId;
    const idempotencyKey = 'once';
    const plain = of(new PutQuestion('k', 'v', { idempotencyKey }, time(0)));
    const others = [
      of(new PutQuestion('k', 'w', { idempotencyKey }, time(0))),
      of(new PutQuestion('k', 'v', { idempotencyKey, ttl: 60 }, time(0))),
      of(new PutQuestion('k', 'v', { idempotencyKey, ifMatch: 'a' }, time(0))),
      of(new PutQuestion('k', 'v', { idempotencyKey, ifNoneMatch: 'a' }, time(0))),
      of(new PutQuestion('k', 'v', { idempotencyKey, contentType: 'text/x-other' }, time(0))),
      of(new DeleteQuestion('k', { idempotencyKey }, time(0))),
    ];
    expect(new Set([plain, ...others]).size).toBe(others.length + 1);
    for (const other of others) expect(other.slice(0, 9)).toBe(plain.slice(0, 9));
    expect(of(new PutQuestion('l', 'v', { idempotencyKey }, time(0))).slice(0, 9)).not.toBe(
      plain.slice(0, 9),
    );
  });

  it('carries its conditions and its time to live', () => {
    const { extras, contentType } = requestOf(
      new PutQuestion('k', 'v', { ttl: 'keep', ifMatch: '*' }, time(0)),
    );
    expect(extras).toEqual({ condition: { ifMatch: '*' }, ttlSeconds: 'keep' });
    expect(contentType).toBe('text/plain; charset=utf-8');
    expect(requestOf(new PutQuestion('k', Uint8Array.of(1), {}, time(0)))).toMatchObject({
      ...{ extras: null, contentType: 'application/octet-stream' },
    });
  });

  it.each(['', 'a\u0000b', '\ud800', 'x'.repeat(1_025)])('refuses the key %j', (key) => {
    const refused = expect.objectContaining({ outcome: 'not-applied' });
    expect(() => new GetQuestion(key)).toThrow(refused);
    expect(() => new DeleteQuestion(key, {}, time(0))).toThrow(refused);
    expect(() => new PutQuestion(key, 'v', {}, time(0))).toThrow(refused);
  });

  it.each(['.', '..'])('does not store under %j, but reads and deletes the value there', (key) => {
    expect(() => new PutQuestion(key, 'v', {}, time(0))).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID', outcome: 'not-applied' }),
    );
    expect(() => new GetQuestion(key)).not.toThrow();
    expect(() => new DeleteQuestion(key, {}, time(0))).not.toThrow();
  });

  it.each([
    ...[{ ttl: NaN }, { ttl: 0 }, { ttl: 1.5 }, { ttl: Infinity }, { ttl: 31_536_001 }],
    ...[{ contentType: 'a\r\nb: c' }, { contentType: 'x'.repeat(256) }],
  ])('refuses %j before any member is asked', (options) => {
    expect(() => new PutQuestion('k', 'v', options, time(0))).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', outcome: 'not-applied' }),
    );
  });

  it.each([undefined, null, 5, {}, [1], new Uint16Array(1)])('refuses the value %p', (value) => {
    const given = value as unknown as Uint8Array;
    expect(() => new PutQuestion('k', given, {}, time(0))).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', outcome: 'not-applied' }),
    );
  });

  it.each(['', 'with space', 'ä', 'x'.repeat(201)])('refuses the name %j', (idempotencyKey) => {
    expect(() => new PutQuestion('k', 'v', { idempotencyKey }, time(0))).toThrow(/idempotencyKey/);
  });
});
