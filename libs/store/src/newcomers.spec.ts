// A node that is to become a home replica proves later that it has never counted in a view that it has not heard of.
import type { CodedError } from '@chord-dht/chord';
import { StoreRing } from './testing';
import type { View } from './view/view';
import type { PrepareReply } from './view/view-messages';

const NAMES = Array.from({ length: 5 }, (_, index) => `node-${index}:1`);
const REPLICAS = 3;

async function setUp() {
  const ring = new StoreRing({ seed: 3 });
  await ring.grow(NAMES);
  await ring.untilSettled(60_000);
  const nodes = NAMES.map((name) => ring.member(name).chord.self).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const [owner, , , newcomer] = nodes as [(typeof nodes)[0], unknown, unknown, (typeof nodes)[0]];
  const arc = { fromId: nodes.at(-1)!.id, toId: owner.id };
  const ask = (type: string, body: unknown) =>
    ring.clock.until(ring.member(owner.address).chord.peers.call(newcomer, type, body));
  const { segments } = (await ring.clock.until(
    ring.member(nodes[1]!.address).chord.peers.call(owner, 'view.collect', { arc }),
  )) as { segments: { state: { view: View } }[] };
  const basis = segments[0]!.state.view;
  expect(basis.members.map(({ id }) => id)).toEqual(nodes.slice(0, REPLICAS).map(({ id }) => id));
  const disk = async () => ((await ask('view.disk', null)) as { disk: string }).disk;
  const enrol = async (named: string) =>
    ask('view.enrol', { arc, basis, disk: named }).catch((error: CodedError) => error.code);
  /** The newcomer's report about the view that follows, which it never received. */
  const forgets = async () => {
    const next = { epoch: basis.epoch + 1, lineage: basis.lineage };
    const ballot = { round: 1, node: owner.id };
    const reply = (await ask('view.prepare', { arc, basis: next, ballot })) as PrepareReply;
    if (reply.kind !== 'other') throw new Error('It does not know the next view.');
    return reply.segments.map(({ state }) => state.forgot);
  };
  const crash = async (afterwards = () => undefined as void) => {
    ring.crash(newcomer.address);
    afterwards();
    await ring.restart(newcomer.address, [owner.address]);
    await ring.untilSettled(60_000);
  };
  const lose = () => crash(() => ring.wipe(newcomer.address));
  return { disk, enrol, forgets, crash, lose };
}

describe('a node that is to become a home replica', () => {
  it('can prove from then on that it has not forgotten a view', async () => {
    const { disk, enrol, forgets, lose } = await setUp();
    await lose();
    expect(await forgets()).toEqual([true]);
    await enrol(await disk());
    expect(await forgets()).toEqual([false]);
  });

  it('can prove it after a crash as well, and has the same disk', async () => {
    const { disk, enrol, forgets, lose, crash } = await setUp();
    await lose();
    const before = await disk();
    await enrol(before);
    await crash();
    expect(await disk()).toBe(before);
    expect(await forgets()).toEqual([false]);
  });

  it('is not taken for one that has lost its disk since it was asked', async () => {
    const { disk, enrol, forgets, lose } = await setUp();
    const before = await disk();
    await lose();
    expect(await enrol(before)).toBe('OTHER_DISK');
    expect(await forgets()).toEqual([true]);
  });
});
