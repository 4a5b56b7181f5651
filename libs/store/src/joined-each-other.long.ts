// Many more starts than in joined-each-other.spec.ts, of rings of three to six that die, are written to and meet.
import { playStart, type Start } from './testing/started-together';

const COUNTS = [3, 4, 5, 6];
const SEEDS = 60;
const KINDS: Readonly<Record<string, Partial<Start>>> = {
  'that only start': {},
  'some of which die': { kills: true },
  'that are written to': { writes: true },
  'some of which die, and that are written to': { kills: true, writes: true },
  'of two rings that meet': { meet: true },
  'of two rings that meet, some of which die, and that are written to': {
    ...{ meet: true, kills: true, writes: true },
  },
};

describe('nodes that start together', () => {
  it.each(COUNTS.flatMap((count) => Object.keys(KINDS).map((kind) => [count, kind] as const)))(
    'serve every arc: %i nodes %s',
    async (count, kind) => {
      const wrong: string[] = [];
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const found = await playStart({ count, seed, ...KINDS[kind] });
        if (found.length > 0) wrong.push(`seed ${seed}: ${found.join('; ')}`);
      }
      expect(wrong).toEqual([]);
    },
  );
});
