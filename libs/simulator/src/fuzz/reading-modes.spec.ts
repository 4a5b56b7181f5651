import { testHost } from '../testing/node-host';
import { FAULT_CLASSES, judgeReadingModes } from './reading-modes';

const SEEDS = [1, 2, 3, 4, 5, 6];

const classOf = (kind: string) => FAULT_CLASSES.find(({ kinds }) => kinds.includes(kind as never))!;

describe('histories of keys under faults', () => {
  it.each(['cut', 'slow', 'crash'])(
    'are linearizable by default, and are not with consistency=one: %s',
    async (kind) => {
      const { verdicts, operations } = await judgeReadingModes(testHost, classOf(kind), SEEDS);
      expect(verdicts.majority).toEqual({ histories: 4 * SEEDS.length, wrong: 0, undecided: 0 });
      expect(verdicts.one.wrong).toBeGreaterThan(0);
      expect(operations).toBeGreaterThan(500);
    },
  );
});
