// Several reads of a client in one request, at a member of a ring in virtual time.
import { CodedError, joined, type Pieces } from '@chord-dht/chord';
import type { ClientCall, ClientRights } from './answer-client';
import {
  clientGetSeveral,
  isToBeAskedAlone,
  readPart,
  readRefused,
  SEVERAL_MAX,
} from './messages/several-messages';
import { ClientKind } from './messages/client-messages';
import { readFoundWithin } from './messages/found-bytes';
import { crc32 } from './record/crc32';
import { StoreRing } from './testing';

const NODES = [0, 1, 2, 3].map((index) => `node-${index}:1`);
const EVERYTHING: ClientRights = { refusalOf: () => undefined };
const LARGE = 'x'.repeat(9_000);
const VERY_LARGE = 'x'.repeat(17_000);

/** The answers to a request so far. */
interface Asked {
  /** By the index of the key: its value, `null` for none, the code of a refusal, or that it has to be asked alone. */
  readonly answers: Map<number, string | null>;
  /** The number of answers in each part. */
  readonly parts: number[];
  readonly over: Promise<void>;
}

describe('several readings in one request', () => {
  let ring: StoreRing;
  let owner: string;
  let own: string[];
  let foreign: string;

  beforeEach(async () => {
    ring = new StoreRing({ seed: 5 });
    await ring.grow(NODES);
    await ring.untilSettled(60_000);
    const byOwner = new Map<string, string[]>();
    for (let index = 0; index < 40; index += 1) {
      const { owner: node } = await ring.clock.until(ring.store(NODES[0]!).get(`key-${index}`));
      byOwner.set(node.address, [...(byOwner.get(node.address) ?? []), `key-${index}`]);
    }
    [[owner, own]] = [...byOwner].sort(([, a], [, b]) => b.length - a.length) as [
      [string, string[]],
    ];
    foreign = [...byOwner].find(([address]) => address !== owner)![1][0]!;
  });
  afterEach(() => expect(ring.faults).toEqual([]));

  const put = (key: string, value: string, ttlSeconds?: number): Promise<unknown> =>
    ring.store(owner).put(key, Buffer.from(value), { ttlSeconds });

  function ask(request: Pieces, rights = EVERYTHING): Asked {
    const answers: Asked['answers'] = new Map();
    const parts: number[] = [];
    const take = (pieces: Pieces): void => {
      const bytes = joined(pieces);
      let count = 0;
      readPart(bytes, (place, start, end) => {
        expect(answers.has(place)).toBe(false);
        if (isToBeAskedAlone(bytes, start)) return answers.set(place, 'alone');
        const refusal = readRefused(bytes, start, end);
        const found = refusal ? undefined : readFoundWithin(bytes, start, end, crc32);
        const value = found && Buffer.from(found.value).toString();
        answers.set(place, refusal?.code ?? value ?? null);
        count += 1;
        return answers;
      });
      parts.push(count);
    };
    const over = new Promise<void>((resolve, reject) => {
      let isOver = false;
      const call: ClientCall = {
        ...{ bytes: joined(request), deadlineMs: 10_000 },
        part: (bytes) => {
          expect(isOver).toBe(false);
          take(bytes);
        },
        reply: (bytes) => {
          expect(isOver).toBe(false);
          isOver = true;
          take(bytes);
          resolve();
        },
        refuse: reject,
        explain: (error) => error as CodedError,
      };
      ring.store(owner).answerClient(call, rights);
    });
    return { answers, parts, over };
  }

  const valuesOf = async (keys: readonly string[], rights?: ClientRights): Promise<unknown[]> => {
    const asked = ask(clientGetSeveral(keys), rights);
    await ring.clock.until(asked.over);
    expect(asked.answers.size).toBe(keys.length);
    return keys.map((_, place) => asked.answers.get(place));
  };

  it('are answered together, each with its value', async () => {
    const [one, two, large, short, none] = own as [string, string, string, string, string];
    await ring.clock.until(Promise.all([put(one, '1'), put(two, '2'), put(large, LARGE)]));
    await ring.clock.until(put(short, 'soon gone', 1));
    expect(await valuesOf([two, one, short])).toEqual(['2', '1', 'soon gone']);
    await ring.clock.until(new Promise<void>((resolve) => ring.clock.after(1_500, resolve)));
    expect(await valuesOf([two, short, large, none, one, two])).toEqual([
      '2',
      null,
      LARGE,
      null,
      '1',
      '2',
    ]);
    const asked = ask(clientGetSeveral([one, two]));
    await ring.clock.until(asked.over);
    expect(asked.parts).toEqual([2]);
    await ring.clock.until(put(one, VERY_LARGE));
    expect(await valuesOf([one, two])).toEqual(['alone', '2']);
  });

  it('come in parts that are not too large', async () => {
    const keys = own.slice(0, 8);
    await ring.clock.until(Promise.all(keys.map((key) => put(key, key.padEnd(2_000, '.')))));
    const asked = ask(clientGetSeveral(keys));
    await ring.clock.until(asked.over);
    expect(asked.parts).toEqual([4, 4]);
    expect([...asked.answers.values()].map((value) => value?.length)).toEqual(Array(8).fill(2_000));
  });

  it('refuse keys that the member does not own, and those that the client may not read', async () => {
    const [one, two] = own as [string, string];
    await ring.clock.until(Promise.all([put(one, '1'), put(two, '2')]));
    expect(await valuesOf([one, foreign, two])).toEqual(['1', 'NOT_OWNER', '2']);
    const rights: ClientRights = {
      refusalOf: (need, key) =>
        key === two && need === 'read' ? new CodedError('FORBIDDEN', 'not for you') : undefined,
    };
    expect(await valuesOf([one, two, '\u0007'], rights)).toEqual(['1', 'FORBIDDEN', 'KEY_INVALID']);
  });

  it('do not wait for one whose key is being written', async () => {
    const [one, two] = own as [string, string];
    await ring.clock.until(Promise.all([put(one, '1'), put(two, '2')]));
    const writing = put(two, '3');
    const asked = ask(clientGetSeveral([one, two]));
    await ring.clock.until(asked.over);
    expect([...asked.answers]).toEqual([
      [0, '1'],
      [1, '3'],
    ]);
    expect(asked.parts).toEqual([1, 1]);
    await ring.clock.until(writing);
  });

  it('fail one by one where no majority confirms them', async () => {
    const [one, two] = own as [string, string];
    await ring.clock.until(Promise.all([put(one, '1'), put(two, '2')]));
    for (const name of NODES) if (name !== owner) ring.crash(name);
    expect(await valuesOf([one, two])).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
  });

  it('are refused as a whole when they cannot be read', async () => {
    const whole = joined(clientGetSeveral(['a', 'b']));
    const requests = [
      whole.subarray(0, -1),
      Uint8Array.of(ClientKind.several),
      Uint8Array.of(ClientKind.several, 0, 0),
      joined(clientGetSeveral(Array.from({ length: SEVERAL_MAX + 1 }, () => 'a'))),
    ];
    for (const request of requests)
      await expect(ring.clock.until(ask(request).over)).rejects.toMatchObject({
        code: 'MALFORMED',
      });
  });
});
