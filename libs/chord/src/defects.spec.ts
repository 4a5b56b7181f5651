import { TestRing } from './testing';

const NAMES = Array.from({ length: 8 }, (_, index) => `node-${index}:1`);

async function settledRing(): Promise<TestRing> {
  const ring = new TestRing({ seed: 3, parameters: { successorsMax: 2 } });
  await ring.grow(NAMES);
  await ring.untilIdeal();
  await ring.clock.advance(30_000);
  return ring;
}

/** Every answer to a message of one type fails as a programming error does. */
function breakAnswers(
  ring: TestRing,
  address: string,
  type: string,
): { calls: number; error: TypeError } {
  const seen = { calls: 0, error: new TypeError('an unforeseen failure') };
  const { dispatcher } = ring.nodes.get(address)!;
  const { handlers } = dispatcher as unknown as { handlers: Map<string, () => unknown> };
  handlers.set(type, () => {
    seen.calls += 1;
    throw seen.error;
  });
  return seen;
}

describe('a defect at a member', () => {
  it('on the way is reported there with the request, and the lookup takes another way', async () => {
    const ring = await settledRing();
    const node = ring.nodes.get('node-0:1')!;
    const targets = Array.from({ length: 40 }, (_, index) => node.keyId(`key ${index}`));
    const before = await ring.clock.until(
      Promise.all(targets.map((target) => node.lookup(target, { mode: 'iterative' }))),
    );
    const onTheWay = before.find(({ path }) => path.length > 2)!;
    const middle = onTheWay.path[1]!.address;
    const seen = breakAnswers(ring, middle, 'chord.step');
    const options = { mode: 'iterative', trace: 'r-1' } as const;
    const again = await ring.clock.until(node.lookup(onTheWay.target, options));
    expect(again.owner).toEqual(onTheWay.owner);
    expect(seen.calls).toBe(1);
    expect(ring.faults).toEqual([seen.error]);
    expect(ring.faultsAbout).toEqual([{ type: 'chord.step', trace: 'r-1' }]);
  });

  it('that is the owner does not make another one the owner', async () => {
    const ring = await settledRing();
    const node = ring.nodes.get('node-0:1')!;
    const { owner, target } = await ring.clock.until(
      node.lookup(ring.nodes.get('node-5:1')!.self.id, { mode: 'iterative' }),
    );
    breakAnswers(ring, owner.address, 'chord.ping');
    const lookup = ring.clock.until(node.lookup(target, { mode: 'iterative', trace: 'r-2' }));
    await expect(lookup).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining(owner.address),
    });
  });

  it('on every way ends a lookup at once, instead of starting over', async () => {
    const ring = await settledRing();
    const node = ring.nodes.get('node-0:1')!;
    const seen = NAMES.slice(1).map((name) => breakAnswers(ring, name, 'chord.step'));
    // Behind the end of the short successor list, so that the lookup has to ask a peer.
    const target = node.predecessor!.id;
    const lookup = ring.clock.until(node.lookup(target, { mode: 'iterative' }));
    await expect(lookup).rejects.toMatchObject({ code: 'INTERNAL' });
    for (const { calls } of seen) expect(calls).toBeLessThanOrEqual(1);
  });

  it('is no reason for its neighbours to report one of their own', async () => {
    const ring = await settledRing();
    const seen = breakAnswers(ring, 'node-3:1', 'chord.state');
    await ring.clock.advance(5_000);
    expect(seen.calls).toBeGreaterThan(0);
    expect(new Set(ring.faults)).toEqual(new Set([seen.error]));
  });
});
