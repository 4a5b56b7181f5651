// Reads that are sent together to one owner; the members are a script.
import { ChordError, CodedError, joined, type Pieces } from '@chord-dht/chord';
import type { ClientError } from '@chord-dht/client';
import {
  ASK_ALONE,
  AnswerPart,
  ClientKind,
  readSeveral,
  writeFound,
  writeRefused,
} from '@chord-dht/store/wire';
import { GetQuestion } from './questions';
import type { RingValue } from './ring-value';
import { nodeAt, ScriptedRing, type Heard } from './testing/scripted-ring';

const NOTHING = joined(writeFound({ owner: null, ownedFrom: null }, null));
const BAD = Uint8Array.of(255);

describe('readings of one turn', () => {
  let ring: ScriptedRing;
  /** Keys of one owner. */
  let keys: string[];
  let owner: string;
  beforeEach(async () => {
    ring = new ScriptedRing(['localhost:5000', 'localhost:5001', 'localhost:5002']);
    ring.learn();
    ring.knowsParts = true;
    owner = ring.ownerOf('key');
    const all = Array.from({ length: 300 }, (_, index) => `key ${index}`);
    keys = all.filter((key) => ring.ownerOf(key) === owner);
    expect(keys.length).toBeGreaterThan(70);
    // A first read makes the connection: the member's abilities are unknown before.
    const first = read('key');
    expect(ring.heard.splice(0)).toMatchObject([{ kind: ClientKind.owner, at: owner }]);
    last?.answer(NOTHING);
    await first;
  });

  let last: Heard | undefined;
  const read = (key: string, timeoutMs?: number): Promise<RingValue | undefined> => {
    const { result } = ring.call(key, new GetQuestion(key), timeoutMs);
    last = ring.heard.at(-1);
    return result;
  };
  const codeOf = (result: Promise<unknown>): Promise<string> =>
    result.then(
      () => 'answered',
      ({ code }: ClientError) => code,
    );
  const heard = async (): Promise<Heard[]> => {
    await undefined;
    return ring.heard.splice(0);
  };
  const asked = ({ kind, bytes }: Heard): string[] => readSeveral(Uint8Array.of(kind, ...bytes));
  const part = (...answers: [place: number, answer: Pieces][]): Uint8Array => {
    const answer = new AnswerPart();
    for (const each of answers) answer.add(...each);
    return joined(answer);
  };

  it('go to their owner in one frame, and each ends when its answer has come', async () => {
    const results = keys.slice(0, 3).map((key) => read(key));
    const ended: number[] = [];
    for (const [place, result] of results.entries()) void result.then(() => ended.push(place));
    const [frame, ...more] = await heard();
    expect(more).toEqual([]);
    expect(frame).toMatchObject({ kind: ClientKind.several, at: owner, timeoutMs: 2_000 });
    expect(asked(frame!)).toEqual(keys.slice(0, 3));
    frame?.part(part([2, NOTHING]));
    await results[2];
    expect(ended).toEqual([2]);
    frame?.answer(part([0, NOTHING], [1, ASK_ALONE]));
    const [alone] = await heard();
    expect(alone).toMatchObject({ kind: ClientKind.owner, at: owner });
    alone?.answer(NOTHING);
    expect(await Promise.all(results)).toEqual([undefined, undefined, undefined]);
  });

  it('go alone when there is one, when little time is left, and to a member of an earlier version', async () => {
    const alone = read(keys[0]!);
    expect(await heard()).toMatchObject([{ kind: ClientKind.owner }]);
    void [read(keys[0]!, 1_000), read(keys[1]!, 1_000)];
    expect(await heard()).toMatchObject([{ timeoutMs: 1_000 }, { timeoutMs: 1_000 }]);
    ring.knowsParts = false;
    void [read(keys[0]!), read(keys[1]!)];
    expect(await heard()).toMatchObject([{ kind: ClientKind.owner }, { kind: ClientKind.owner }]);
    last = undefined;
    void alone;
  });

  it('are asked for one by one when the connection has ended before they were sent', async () => {
    const results = [read(keys[0]!), read(keys[1]!)];
    ring.knowsParts = false;
    const frames = await heard();
    expect(frames.map(({ kind }) => kind)).toEqual([ClientKind.owner, ClientKind.owner]);
    for (const frame of frames) frame.answer(NOTHING);
    await Promise.all(results);
  });

  it('leave out one that its caller has aborted meanwhile', async () => {
    const { call, result } = ring.call(keys[0]!, new GetQuestion(keys[0]!));
    const others = [read(keys[1]!), read(keys[2]!)];
    call.abort(new CodedError('ABORTED', 'enough') as ClientError);
    expect(await codeOf(result)).toBe('ABORTED');
    const [frame] = await heard();
    expect(asked(frame!)).toEqual(keys.slice(1, 3));
    frame?.answer(part([0, NOTHING], [1, NOTHING]));
    await Promise.all(others);
  });

  it('are limited in number, so that the first is not delayed', async () => {
    const results = keys.slice(0, 70).map((key) => read(key));
    const frames = await heard();
    expect(frames.map((frame) => asked(frame).length)).toEqual([64, 6]);
    for (const frame of frames)
      frame.answer(part(...asked(frame).map((_, at) => [at, NOTHING] as [number, Uint8Array])));
    await Promise.all(results);
  });

  it('follow each its own refusal', async () => {
    const results = [read(keys[0]!), read(keys[1]!), read(keys[2]!)];
    const [frame] = await heard();
    const next = nodeAt('localhost:5009');
    const moved = writeRefused(new CodedError('NOT_OWNER', 'no', { next }));
    const forbidden = writeRefused(new CodedError('FORBIDDEN', 'no'));
    frame?.answer(part([0, moved], [1, NOTHING], [2, forbidden]));
    expect(await codeOf(results[2]!)).toBe('FORBIDDEN');
    expect(await results[1]).toBeUndefined();
    const [again] = await heard();
    expect(again).toMatchObject({ kind: ClientKind.owner, at: next.address });
    again?.answer(NOTHING);
    expect(await results[0]).toBeUndefined();
    expect(ring.refreshes).toBe(1);
  });

  it('are asked for again elsewhere when they are not answered, and only those', async () => {
    const failures: ((frame: Heard) => void)[] = [
      (frame) => frame.refuse(new ChordError('UNREACHABLE', 'It broke.')),
      (frame) => frame.refuse(new ChordError('TIMEOUT', 'too late')),
      (frame) => frame.answer(part([1, BAD])),
      (frame) => frame.answer(part([1, NOTHING]).subarray(0, 6)),
      (frame) => frame.answer(new Uint8Array(0)),
    ];
    for (const fail of failures) {
      ring.nowMs += 60_000;
      ring.learn();
      const results = [read(keys[0]!), read(keys[1]!)];
      const [frame] = await heard();
      frame?.part(part([0, NOTHING]));
      expect(await results[0]).toBeUndefined();
      fail(frame!);
      const again = await heard();
      expect(again).toMatchObject([{ kind: ClientKind.anyone }]);
      again[0]?.answer(NOTHING);
      expect(await results[1]).toBeUndefined();
    }
  });
});
