import { StoreRing } from './testing';

interface Collected {
  readonly segments: readonly {
    readonly state: { readonly view: { readonly epoch: number; readonly lineage: string } };
  }[];
}

describe('a node that was, or wants to be, the primary of a key', () => {
  it('takes no record away from the home replicas of the view in force', async () => {
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
