// A node that returns with its disk is given the records written meanwhile, and no more.
import { Movement } from './replica/movement';
import { StoreRing } from './testing';

const NODES = [0, 1, 2, 3].map((index) => `node-${index}:1`);
const KEYS = 600;
const WRITTEN_MEANWHILE = 40;

describe('a node that comes back with its disk', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is given the records written meanwhile, and is not compared record by record', async () => {
    const ring = new StoreRing({ seed: 3 });
    await ring.grow(NODES);
    await ring.untilSettled(60_000);
    const [first, back] = NODES as [string, string];
    const put = (key: string): Promise<unknown> =>
      ring.clock.until(ring.store(first).put(key, new Uint8Array([1])));
    for (let key = 0; key < KEYS; key += 1) await put(`key-${key}`);
    await ring.untilSettled(60_000);
    // Writes shortly before a member is missed may not have reached it.
    await ring.clock.advance(15_000);
    ring.crash(back);
    await ring.clock.advance(30_000);
    await ring.untilSettled(60_000);
    for (let key = 0; key < WRITTEN_MEANWHILE; key += 1) await put(`key-${key}`);

    const looked = jest.spyOn(Movement.prototype, 'begin');
    await ring.restart(back);
    await ring.clock.until(ring.member(back).chord.joinVia(NODES));
    await ring.untilSettled(60_000);
    const { received } = ring.store(back).movement();
    expect(looked.mock.calls.reduce((sum, [records]) => sum + records, 0)).toBeLessThan(
      WRITTEN_MEANWHILE,
    );
    expect(received.records).toBeLessThan(2 * WRITTEN_MEANWHILE);
    for (let key = 0; key < KEYS; key += 1)
      expect(await ring.clock.until(ring.store(back).get(`key-${key}`))).toBeDefined();
  });
});
