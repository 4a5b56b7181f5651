// A view was chosen, and its proposer died before it began: the members that hold everything are still in the one
// before.
import { inRange, nodeRefOf, type NodeRef } from '@chord-dht/chord';
import { Sha1Hasher } from '@chord-dht/chord/testing';
import { StoreRing } from './testing';
import type { View } from './view/view';

const NAMES = Array.from({ length: 5 }, (_, index) => `node-${index}:1`);
const BALLOT_ROUND = 2 ** 40;

async function setUp(seed: number) {
  const ring = new StoreRing({ seed });
  await ring.grow(NAMES);
  await ring.untilSettled(60_000);
  const nodes = NAMES.map((name) => ring.member(name).chord.self).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const [owner, home, other, newcomer] = nodes as [NodeRef, NodeRef, NodeRef, NodeRef];
  const arc = { fromId: nodes.at(-1)!.id, toId: owner.id };
  const ask = (to: NodeRef, type: string, body: unknown) =>
    ring.clock.until(ring.member(newcomer.address).chord.peers.call(to, type, body));
  const stateAt = async (node: NodeRef) => {
    const { segments } = (await ask(node, 'view.collect', { arc })) as {
      segments: { state: { view: View; synced: boolean } }[];
    };
    return segments[0]!.state;
  };
  const { view: basis } = await stateAt(owner);
  expect(basis.members).toEqual([owner, home, other]);
  const ballot = { round: BALLOT_ROUND, node: newcomer.id };
  const about = { arc, basis: { epoch: basis.epoch, lineage: basis.lineage } };
  const seal = async () => {
    for (const member of [home, other]) await ask(member, 'view.prepare', { ...about, ballot });
  };
  const { chord } = ring.member(owner.address);
  const [key, another] = Array.from({ length: 1_000 }, (_, index) => `key-${index}`).filter(
    (name) => inRange(arc.fromId, chord.keyId(name), arc.toId),
  ) as [string, string];
  const put = (value: number) =>
    ring.clock.until(ring.store(owner.address).put(key, new Uint8Array([value])));
  await put(1);
  return {
    ring,
    arc,
    owner,
    home,
    other,
    newcomer,
    basis,
    ballot,
    about,
    key,
    another,
    put,
    seal,
    ask,
    stateAt,
  };
}

describe('a view that was chosen and has not begun', () => {
  it.each([1, 2, 3, 4])('keeps no key from being served (seed %i)', async (seed) => {
    const parts = await setUp(seed);
    const { ring, arc, owner, home, other, newcomer, basis, ballot, about, key, seal } = parts;
    const { ask, stateAt } = parts;
    const { epoch, lineage } = basis;
    const view: View = {
      epoch: epoch + 1,
      lineage,
      primary: owner,
      members: [owner, home, newcomer],
    };
    await seal();
    for (const member of [home, other]) {
      const accepted = await ask(member, 'view.accept', { ...about, proposal: { ballot, view } });
      expect(accepted).toEqual({ kind: 'accepted' });
    }
    await ask(newcomer, 'view.activate', { arc, view, synced: false });
    // It asks its neighbours, and gets the view from the newcomer, which holds nothing.
    await ask(home, 'view.offer', { arc, view, synced: false });
    expect(await stateAt(home)).toMatchObject({ view: basis, synced: true });

    await ring.untilSettled(60_000);
    expect((await stateAt(owner)).view.epoch).toBeGreaterThan(epoch);
    for (const via of NAMES)
      expect(await ring.clock.until(ring.store(via).get(key))).toMatchObject({ found: true });
    expect(ring.faults).toEqual([]);
  });
});

describe('a view that was chosen, and whose members are gone', () => {
  it('is reported as missing them, and serves again when they return', async () => {
    const { ring, owner, home, other, newcomer, basis, ballot, about, key, seal, ask } =
      await setUp(6);
    const { epoch, lineage } = basis;
    const view: View = {
      ...{ epoch: epoch + 1, lineage, primary: owner },
      members: [owner, newcomer],
    };
    await seal();
    for (const member of [home, other])
      await ask(member, 'view.accept', { ...about, proposal: { ballot, view } });
    for (const { address } of [owner, newcomer]) ring.crash(address);
    await ring.until(() => ring.member(home.address).store.service().unserved.length > 0, 30_000);
    const refused = ring.store(home.address).get(key);
    await expect(ring.clock.until(refused)).rejects.toThrow('Too few home replicas');
    for (const { address } of [owner, newcomer]) void ring.restart(address, [home.address]);
    await ring.untilSettled(60_000);
    expect(await ring.clock.until(ring.store(home.address).get(key))).toMatchObject({
      found: true,
    });
    expect(ring.faults).toEqual([]);
  });
});

describe('a view of another ring that was chosen, in an arc that belongs to this ring now', () => {
  it.each([
    ['is begun by its members, and merged', 7, 2],
    ['is begun by its members, and merged', 8, 2],
    ['is merged although it cannot begin, as a member is in this ring', 9, 1],
    ['is merged although it cannot begin, as a member is in this ring', 10, 1],
  ])('%s (seed %i)', async (_, seed, count) => {
    const parts = await setUp(seed);
    const { ring, arc, owner, home, other, ballot, key, another, ask, stateAt } = parts;
    // No home replicas of the arc in this ring.
    const strangers = Array.from({ length: 100 }, (_, index) => `stranger-${index}:1`)
      .map((name) => nodeRefOf(name, ring.space, new Sha1Hasher()))
      .filter(({ id }) => inRange(other.id, id, arc.fromId))
      .slice(0, count)
      .map(({ address }) => ring.add(address));
    const members = strangers.map(({ self }) => self);
    await ring.clock.advance(100);
    await ring.clock.until(ring.store(members[0]!.address).put(another, new Uint8Array([2])));
    const follows = await Promise.all(members.map(async (node) => (await stateAt(node)).view));
    const [primary] = members as [NodeRef, NodeRef];
    const basis: View = {
      ...{ epoch: 2, lineage: 'f'.repeat(16), primary, members },
      ...{ isMerger: true, follows },
    };
    const view: View = { epoch: 3, lineage: basis.lineage, primary, members: [...members, home] };
    const about = { arc, basis: { epoch: basis.epoch, lineage: basis.lineage } };
    for (const member of members) {
      const { disk } = (await ask(member, 'view.disk', null)) as { disk: string };
      await ask(member, 'view.activate', { arc, view: basis, synced: true, disk });
      await ask(member, 'view.prepare', { ...about, ballot });
      const proposal = { ballot, view };
      const accepted = await ask(member, 'view.accept', { ...about, proposal, disk });
      expect(accepted).toEqual({ kind: 'accepted' });
    }
    const via = [owner.address];
    await ring.clock.until(Promise.all(strangers.map((chord) => chord.joinVia(via))));
    await ring.untilSettled(60_000);
    const { lineage, epoch } = (await stateAt(owner)).view;
    expect([lineage, epoch > view.epoch]).toEqual([view.lineage, true]);
    for (const name of ring.members.keys()) {
      const read = [key, another].map((one) => ring.store(name).get(one));
      const found = await ring.clock.until(Promise.all(read));
      expect(found.map((one) => one.found)).toEqual([true, true]);
    }
    expect(ring.faults).toEqual([]);
  });
});

describe('a view that was sealed without a successor', () => {
  it('is followed by the next as soon as its primary notices', async () => {
    const { put, seal, owner, basis, stateAt } = await setUp(5);
    await seal();
    await put(2);
    expect((await stateAt(owner)).view.epoch).toBeGreaterThan(basis.epoch);
  });
});
