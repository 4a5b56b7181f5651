// Deletes keys while one node that has them is away; the checks at the end look for deleted values that it brings
// back.
import type { NodeProcess } from '../../harness/node-process';
import type { Arena } from '../arena/arena';
import { DELETED_PREFIX } from '../arena/checks';
import type { FaultOf } from '../arena/fault';

export async function removeWhileAway(
  arena: Arena,
  { keys, awayMs }: FaultOf<'delete'>,
): Promise<void> {
  const [victim] = arena.choose(1) as [NodeProcess];
  const others = arena.others(victim);
  const { client } = arena.load;
  const doomed = Array.from({ length: keys }, (_, index) => `${DELETED_PREFIX}away-${index}`);
  for (const key of doomed) {
    const node = arena.random.pick(others);
    await client.do({ node, kind: 'write', key, value: `value of ${key}` });
  }
  await arena.untilCopies(false);
  arena.isIll(victim);
  const over = arena.outage([victim]);
  await victim.kill();
  // A deletion that is refused while the ring learns of the death is repeated until it is done.
  const left = new Set(doomed);
  await arena.lab.until('every key to be deleted', async () => {
    for (const key of left) {
      const { outcome } = await client.do({ node: arena.random.pick(others), kind: 'remove', key });
      if (outcome === 'ok') left.delete(key);
    }
    return left.size === 0 || `${left.size} keys are left`;
  });
  arena.measure('keys deleted', doomed.length - left.size);
  await arena.lasts(awayMs);
  await victim.start();
  over();
  arena.isWell(victim);
}
