// A primary that was replaced, or whose view never began, removes nothing and gives no wrong answer.
import { StoreRing } from './testing';

interface Collected {
  readonly segments: readonly {
    readonly state: { readonly view: { readonly epoch: number; readonly lineage: string } };
  }[];
}

describe('a node that was, or wants to be, the primary of a key', () => {
  it('removes no record from the home replicas of the view in force', async () => {
    const ring = new StoreRing({ seed: 3 });
    await ring.grow(['node-0:1', 'node-1:1', 'node-2:1', 'node-3:1']);
    await ring.untilSettled(60_000);
    const written = ring.store('node-0:1').put('key', new Uint8Array([1]));
    const { owner, version } = await ring.clock.until(written);
    await ring.untilSettled(60_000);
    const keyId = ring.member(owner.address).chord.keyId('key');
    const others = [...ring.members.values()].filter(({ chord }) => chord.self.id !== owner.id);
    const holders = others.filter(({ records }) => records.get(keyId, 'key') !== undefined);
    const [holder] = holders.map(({ chord }) => chord.self);
    const primary = ring.member(owner.address).chord;
    const arc = { fromId: primary.predecessor!.id, toId: owner.id };
    const { segments } = (await ring.clock.until(
      primary.peers.call(holder!, 'view.collect', { arc }),
    )) as unknown as Collected;
    const { epoch, lineage } = segments[0]!.state.view;
    const drop = (from: typeof primary, ofEpoch: number) =>
      ring.clock.until(
        from.peers.call(holder!, 'replica.drop', {
          view: { epoch: ofEpoch, lineage },
          names: [{ key: 'key', version }],
        }),
      );

    const rival = others.find(({ chord }) => chord.self.id !== holder!.id)!.chord;
    await expect(drop(rival, epoch)).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(drop(primary, epoch - 1)).rejects.toMatchObject({ code: 'SEALED' });
    await expect(drop(primary, epoch + 1)).rejects.toMatchObject({ code: 'OTHER_VIEW' });
    expect(ring.member(holder!.address).records.get(keyId, 'key')).toBeDefined();
    await drop(primary, epoch);
    expect(ring.member(holder!.address).records.get(keyId, 'key')).toBeUndefined();
  });
});

describe('a primary that was replaced without noticing', () => {
  /** A ring in which the primary of `key` slept, wrote in a view that had ended, and woke. */
  async function ringWith(seed: number) {
    const ring = new StoreRing({ seed });
    const names = [0, 1, 2, 3, 4].map((index) => `node-${index}:1`);
    await ring.grow(names);
    await ring.untilSettled(60_000);
    const { owner } = await ring.clock.until(ring.store(names[0]!).put('key', new Uint8Array([1])));
    const others = names.filter((name) => name !== owner.address);
    ring.network.faults.part([owner.address], others);
    await ring.clock.advance(10_000);
    await ring.clock.until(ring.store(others[0]!).put('key', new Uint8Array([2])));
    await ring.clock.until(ring.store(others[0]!).put('gone', new Uint8Array([2])));
    await ring.clock.until(ring.store(others[0]!).remove('gone'));
    const { chord, records } = ring.member(owner.address);
    const old = records.get(chord.keyId('key'), 'key')!;
    const timeMs = chord.clock.wallMs();
    const late = { ...old, value: new Uint8Array([3]), version: { ...old.version, timeMs } };
    await records.write({ put: [late] });
    ring.network.faults.heal();
    return { ring, names, owner: owner.address };
  }

  it.each([51, 52, 53, 54])(
    'does not spread a later version of its own (seed %i)',
    async (seed) => {
      const { ring, names, owner } = await ringWith(seed);
      await ring.untilSettled(60_000);
      expect(ring.member(owner).chord.owns(ring.member(owner).chord.keyId('key'))).toBe(true);
      for (const name of names) {
        const read = await ring.clock.until(ring.store(name).get('key'));
        expect(read).toMatchObject({ found: true, value: new Uint8Array([2]) });
      }
      const held = names.flatMap((name) => {
        const { chord, records } = ring.member(name);
        return records.get(chord.keyId('key'), 'key')?.value[0] ?? [];
      });
      expect(held).toEqual([2, 2, 2]);
      expect(ring.faults).toEqual([]);
    },
  );
});
