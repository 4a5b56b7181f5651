// Home replicas that are gone for good die one after the other while messages take long: changes of views are cut off.
import { SeededRandom } from '@chord-dht/chord/testing';
import type { Arc } from './record/position';
import { inOrder, lossIn, Slowness, type Loss } from './testing/loss';

const SETTLED_MS = 20_000;
const COMMANDS_MAX = 8;

/** Loses two neighbours of five, the second one some time after the first. */
async function loseApart(loss: Loss, slowness: Slowness, random: SeededRandom, seed: number) {
  const { ring } = loss;
  const order = inOrder(ring);
  const turn = Math.floor(order.length * random.next());
  const turned = [...order.slice(turn), ...order.slice(0, turn)];
  slowness.meanMs = [0, 30, 80, 150, 250][seed % 5] ?? 0;
  const address = random.pick(turned.slice(0, 3));
  slowness.slowest = { address, meanMs: (seed % 3 === 0 ? 3_000 : 500) * random.next() };
  const lost = random.next() < 0.5 ? turned.slice(3) : turned.slice(3).reverse();
  loss.take(lost[0] as string);
  await ring.clock.advance(random.next() < 0.3 ? 20_000 * random.next() : 1_500 * random.next());
  loss.take(lost[1] as string);
  await ring.until(() => loss.areAwaited, 120_000);
  if (random.next() < 0.7) await ring.clock.advance(20_000 * random.next());
}

/** Gives them up in all arcs that any node finds to wait, at each node when the command gets there. */
async function giveUpApart({ ring, lost }: Loss, arcs: readonly Arc[], random: SeededRandom) {
  let done = 0;
  for (const { store } of ring.members.values())
    ring.clock.after(3_000 * random.next() * (random.next() < 0.5 ? 0.05 : 1), () => {
      void store.giveUp(arcs, ({ address }) => lost.has(address)).then(() => (done += 1));
    });
  await ring.until(() => done === ring.members.size, 20_000);
}

/** Acts as an administrator who repeats the command as long as arcs wait for the lost nodes. */
async function repeat(loss: Loss): Promise<void> {
  for (let command = 0; command < COMMANDS_MAX; command += 1) {
    if (loss.isAwaited) await loss.giveUp();
    const isOver = await loss.ring.untilSettled(SETTLED_MS).then(
      () => true,
      () => false,
    );
    if (isOver) return;
  }
  await loss.ring.untilSettled(SETTLED_MS);
}

describe('two of five nodes that die one after the other', () => {
  // The first one left a member that held everything of a view, and another with the next one, which nobody could begin.
  it.each([64, 9, 48, 63, 108, 198, 238, 243, 266])(
    'are given up, and every key is served again (seed %d)',
    async (seed) => {
      const random = new SeededRandom(seed);
      const slowness = new Slowness(random);
      const loss = await lossIn(5, seed, 3, { latencyMs: slowness.latencyMs });
      const { ring } = loss;
      await loseApart(loss, slowness, random, seed);
      const arcs: Arc[] = [];
      for (let picture = 0; picture < 3; picture += 1) {
        await ring.until(() => loss.areAwaited, 300_000);
        arcs.push(...loss.unserved);
        await ring.clock.advance(600 * random.next());
      }
      await giveUpApart(loss, arcs, random);
      await ring.clock.advance(15_000 * random.next());
      slowness.end();
      await repeat(loss);
      expect(await loss.readAll()).toEqual(loss.keys.map((key) => [key, `of ${key}`]));
    },
  );
});
