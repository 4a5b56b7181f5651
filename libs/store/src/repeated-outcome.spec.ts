import { StoreRing } from './testing';

const NODES = [0, 1, 2].map((index) => `node-${index}:1`);

describe('a write that is repeated with its id', () => {
  it('has an unknown outcome when an earlier attempt may have been applied', async () => {
    const ring = new StoreRing({ seed: 1 });
    await ring.grow(NODES);
    await ring.untilSettled(60_000);
    const first = await ring.clock.until(ring.store('node-0:1').put('key', new Uint8Array([1])));
    const primary = ring.store(first.owner.address);
    ring.network.faults.part(
      [first.owner.address],
      NODES.filter((name) => name !== first.owner.address),
    );
    const attempt = () =>
      ring.clock.until(
        primary.put('key', new Uint8Array([2]), { writeId: '00000000000000aa', timeoutMs: 2_000 }),
      );
    const unknown = { code: 'UNAVAILABLE', detail: { outcome: 'unknown' } };
    await expect(attempt()).rejects.toMatchObject(unknown);
    await expect(attempt()).rejects.toMatchObject(unknown);
  });
});
