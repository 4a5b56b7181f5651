// A call when members do not answer, or not as expected; the members are a script.
import { ChordError, CodedError, joined } from '@chord-dht/chord';
import { ClientError, type PutOptions, type Written } from '@chord-dht/client';
import { ClientKind, WRITE, writeFound, writeWritten } from '@chord-dht/store/wire';
import { GetQuestion, PutQuestion } from './questions';
import { nodeAt, ScriptedRing, type Heard } from './testing/scripted-ring';

const MEMBERS = ['localhost:5000', 'localhost:5001', 'localhost:5002'];
const HERE = { owner: null, ownedFrom: null };
const nothing = joined(writeFound(HERE, null));
const written = (changes: { replayed?: boolean } = {}): Uint8Array =>
  joined(
    writeWritten(HERE, {
      ...{ version: 'a-0-00000001-00000000', changed: true, expiresAtMs: null, replayed: false },
      ...changes,
    }),
  );

const get = new GetQuestion('key');
const time = { ringMs: 1_000, reached: (): undefined => undefined };
const put = (options: PutOptions = {}): PutQuestion => new PutQuestion('key', 'v', options, time);
const failureOf = (result: Promise<unknown>): Promise<ClientError> =>
  result.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: ClientError) => error,
  );
const repeated = ({ bytes }: Heard): boolean => WRITE.readRequest(bytes).repeated;
const answers = (ring: ScriptedRing, ...script: ((heard: Heard) => void)[]): void => {
  ring.script = (heard) => (script.length > 1 ? script.shift() : script[0])?.(heard);
};
const silent = (heard: Heard): void =>
  heard.refuse(new ChordError('TIMEOUT', 'No answer in time.'));
const broken = (heard: Heard): void => heard.refuse(new ChordError('UNREACHABLE', 'It broke.'));
const found = (heard: Heard): void => heard.answer(nothing);
const done = (heard: Heard): void => heard.answer(written());

describe('a call', () => {
  let ring: ScriptedRing;
  beforeEach(() => {
    ring = new ScriptedRing(MEMBERS);
    ring.learn();
  });

  it('goes to the owner of the key at once', async () => {
    answers(ring, found);
    expect(await ring.call('key', get).result).toBeUndefined();
    expect(ring.heard).toMatchObject([
      { at: ring.ownerOf('key'), kind: ClientKind.owner, timeoutMs: 2_000 },
    ]);
    expect([ring.pauses, ring.refreshes]).toEqual([[], 0]);
  });

  it('goes to any member while the owner is unknown, and learns the owner from the answer', async () => {
    const fresh = new ScriptedRing(MEMBERS);
    const owner = nodeAt('localhost:5002');
    answers(fresh, (heard) =>
      heard.answer(joined(writeFound({ owner, ownedFrom: owner.id }, null))),
    );
    await fresh.call('key', get).result;
    expect(fresh.heard).toMatchObject([{ kind: ClientKind.anyone, timeoutMs: 10_000 }]);
    await fresh.call('key', get).result;
    expect(fresh.heard[1]).toMatchObject({ kind: ClientKind.owner, at: owner.address });
  });

  it('follows the owner that a member names, and refreshes the map of the ring', async () => {
    const first = ring.ownerOf('key');
    const next = nodeAt('localhost:5009');
    answers(ring, (heard) => heard.refuse(new CodedError('NOT_OWNER', 'no', { next })), found);
    await ring.call('key', get).result;
    expect(ring.heard.map(({ at, kind }) => [at, kind])).toEqual([
      [first, ClientKind.owner],
      [next.address, ClientKind.owner],
    ]);
    expect(ring.refreshes).toBe(1);
    expect(ring.pauses).toEqual([]);
  });

  it('follows no cycle of members that name each other, and no name that is no member', async () => {
    let turn = 0;
    ring.script = (heard) => {
      const next = nodeAt(`localhost:${6_000 + (turn += 1)}`);
      if (heard.kind === ClientKind.owner)
        heard.refuse(new CodedError('NOT_OWNER', 'no', { next }));
      else heard.answer(nothing);
    };
    await ring.call('key', get).result;
    expect(ring.heard).toHaveLength(5);
    expect(ring.heard[4]?.kind).toBe(ClientKind.anyone);
    const other = new ScriptedRing(MEMBERS);
    other.learn();
    const next = { id: 'zz', address: 'http://elsewhere/' };
    answers(other, (heard) => heard.refuse(new CodedError('NOT_OWNER', 'no', { next })), found);
    await other.call('key', get).result;
    expect(other.heard[1]?.kind).toBe(ClientKind.anyone);
  });

  it('asks another member when the owner is silent, and avoids unreachable members', async () => {
    const owner = ring.ownerOf('key');
    answers(ring, broken, found);
    await ring.call('key', get).result;
    expect(ring.heard[1]).toMatchObject({ kind: ClientKind.anyone });
    expect(ring.heard[1]?.at).not.toBe(owner);
    ring.learn();
    await ring.call('key', get).result;
    expect(ring.heard[2]?.at).not.toBe(owner);
    ring.nowMs += 10_000;
    ring.learn();
    await ring.call('key', get).result;
    expect(ring.heard[3]).toMatchObject({ at: owner, kind: ClientKind.owner });
  });

  it('repeats a write of unknown outcome under its name, and marks it as repeated', async () => {
    answers(ring, silent, broken, done);
    const { result } = ring.call('key', put());
    expect(await result).toMatchObject({ created: true } satisfies Partial<Written>);
    expect(ring.heard.map(repeated)).toEqual([false, true, true]);
    const ids = ring.heard.map(({ bytes }) => WRITE.readRequest(bytes).writeId);
    expect(new Set(ids).size).toBe(1);
    expect(WRITE.readRequest(ring.heard[0]?.bytes as Uint8Array).issuedMs).toBe(1_000);
  });

  it('never repeats a write of unknown outcome that has no name', async () => {
    for (const script of [silent, broken]) {
      ring.learn();
      ring.heard.length = 0;
      answers(ring, script, done);
      const failure = await failureOf(ring.call('key', put({ idempotencyKey: false })).result);
      expect(failure).toMatchObject({ code: 'NO_ANSWER', outcome: 'unknown' });
      expect(ring.heard).toHaveLength(1);
      ring.nowMs += 60_000;
    }
  });

  it('repeats also such a write when it is certain that nothing happened', async () => {
    const refusals = [
      new CodedError('NOT_READY', 'It starts.'),
      new CodedError('UNAVAILABLE', 'Another view begins.', { outcome: 'not-applied' }),
      new CodedError('OVERLOADED', 'Too much.', { outcome: 'not-applied' }),
    ];
    answers(ring, ...refusals.map((error) => (heard: Heard) => heard.refuse(error)), done);
    await ring.call('key', put({ idempotencyKey: false })).result;
    expect(ring.heard.map(repeated)).toEqual([false, false, false, false]);
    expect(ring.pauses).toEqual([40, 80]);
  });

  it('is not sent, and certainly fails, when no member can be reached', async () => {
    for (const address of MEMBERS) ring.gone.add(address);
    const { result } = ring.call('key', put({ idempotencyKey: false }), 5_000);
    expect(await failureOf(result)).toMatchObject({ outcome: 'not-applied' });
    expect(ring.heard).toEqual([]);
  });

  it('stays in doubt whatever later attempts return', async () => {
    const refused = new CodedError('PRECONDITION_FAILED', 'There is a value.');
    answers(ring, silent, (heard) => heard.refuse(refused));
    const failure = await failureOf(ring.call('key', put({ ifNoneMatch: '*' })).result);
    expect(failure).toMatchObject({ code: 'PRECONDITION_FAILED', outcome: 'unknown' });
  });

  it('gives up where another attempt would be answered the same', async () => {
    const codes = [
      'PRECONDITION_FAILED',
      'FORBIDDEN',
      'VALUE_TOO_LARGE',
      'OTHER_REQUEST',
      'STORAGE_FULL',
    ];
    for (const code of codes) {
      answers(ring, (heard) => heard.refuse(new CodedError(code, 'no')));
      const failure = await failureOf(ring.call('key', put()).result);
      expect(failure).toMatchObject({ code, outcome: 'not-applied', message: 'no' });
    }
    const forgotten = { outcome: 'unknown', cause: 'FORGOTTEN' };
    answers(ring, (heard) => heard.refuse(new CodedError('UNAVAILABLE', 'long ago', forgotten)));
    expect((await failureOf(ring.call('key', put()).result)).outcome).toBe('unknown');
    answers(ring, (heard) => heard.refuse(new CodedError('INTERNAL', 'a defect')));
    ring.learn();
    expect((await failureOf(ring.call('key', put()).result)).outcome).toBe('unknown');
    expect(ring.heard).toHaveLength(codes.length + 2);
  });

  it('rejects an answer that it cannot read', async () => {
    const bad = (heard: Heard): void => heard.answer(Uint8Array.of(255));
    answers(ring, bad, found);
    expect(await ring.call('key', get).result).toBeUndefined();
    expect(ring.heard).toHaveLength(2);
    answers(ring, bad);
    ring.learn();
    const failure = await failureOf(ring.call('key', put({ idempotencyKey: false })).result);
    expect(failure).toMatchObject({ code: 'BAD_ANSWER', outcome: 'unknown' });
  });

  it('ends at its deadline, and reports whether a write is in doubt', async () => {
    const unavailable = new CodedError('UNAVAILABLE', 'No majority.', { outcome: 'not-applied' });
    answers(ring, (heard) => heard.refuse(unavailable));
    const certain = await failureOf(ring.call('key', put(), 3_000).result);
    expect(certain).toMatchObject({ code: 'TIMED_OUT', outcome: 'not-applied' });
    expect(certain.message).toMatch(/No majority/);
    expect(ring.pauses.reduce((sum, ms) => sum + ms, 0)).toBe(3_000);
    answers(ring, silent, (heard) => heard.refuse(unavailable));
    ring.learn();
    const doubtful = await failureOf(ring.call('key', put(), 3_000).result);
    expect(doubtful).toMatchObject({ code: 'TIMED_OUT', outcome: 'unknown' });
    expect(ring.heard.at(-1)?.timeoutMs).toBeLessThanOrEqual(3_000);
  });

  it('is not answered after its caller has ended it, and not sent again', async () => {
    const { call, result } = ring.call('key', put());
    call.abort(new ClientError('ABORTED', 'enough', { outcome: 'not-applied' }));
    expect(await failureOf(result)).toMatchObject({ code: 'ABORTED', outcome: 'unknown' });
    ring.heard[0]?.refuse(new ChordError('UNREACHABLE', 'It broke.'));
    expect(ring.heard).toHaveLength(1);
    const reading = ring.call('key', get);
    reading.call.abort(new ClientError('ABORTED', 'enough', { outcome: 'not-applied' }));
    expect((await failureOf(reading.result)).outcome).toBe('not-applied');
  });

  it('begins behind the writes that it has seen, whatever the clock of this machine says', async () => {
    const version = `${(5_000).toString(36)}-7-00000001-00000000`;
    answers(ring, (heard) =>
      heard.answer(
        joined(writeWritten(HERE, { version, changed: true, expiresAtMs: null, replayed: false })),
      ),
    );
    const issued = (): number => WRITE.readRequest(ring.heard.at(-1)?.bytes as Uint8Array).issuedMs;
    await ring.call('key', new PutQuestion('key', 'v', {}, ring.ring)).result;
    expect(issued()).toBe(1_000);
    await ring.call('key', new PutQuestion('key', 'w', {}, ring.ring)).result;
    expect(issued()).toBe(5_000);
  });

  it('gives large values more time', async () => {
    answers(ring, done);
    await ring.call('key', new PutQuestion('key', Buffer.alloc(1_048_576), {}, time)).result;
    expect(ring.heard[0]?.timeoutMs).toBe(4_048);
  });
});
