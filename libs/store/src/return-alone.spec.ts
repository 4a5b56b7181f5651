import { StoreRing } from './testing';

const NODES = [0, 1, 2, 3, 4, 5].map((index) => `node-${index}:1`);

describe('a node that was restarted and is alone for a while', () => {
  it.each([1, 3, 4])(
    'keeps the views that it learnt until others have them too (seed %i)',
    async (seed) => {
      const ring = new StoreRing({ seed });
      await ring.grow(NODES);
      await ring.untilSettled(60_000);
      // No node has a value: only the views show that it is no new node.
      const name = NODES[NODES.length - 1] as string;
      const others = NODES.slice(0, -1);
      ring.crash(name);
      await ring.clock.advance(500);
      await ring.restart(name);
      await ring.clock.advance(2_000);
      await ring.clock.until(
        ring
          .member(name)
          .chord.joinVia(others)
          .catch(() => undefined),
      );
      await ring.untilSettled(60_000);
      const put = ring.store(others[0] as string).put('key', new Uint8Array([1]));
      expect(await ring.clock.until(put)).toMatchObject({ created: true });
    },
  );
});
