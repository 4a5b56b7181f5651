import { ManualClock } from '@chord-dht/chord/testing';
import { Turns } from './turns';

describe('answers that take a while', () => {
  it('come one by one in the order of asking, with a pause behind each', async () => {
    const clock = new ManualClock();
    const turns = new Turns(clock);
    const done: string[] = [];
    for (const name of ['a', 'b', 'c'])
      void turns.take(() => done.push(`${name} ${Math.round(clock.nowMs())}`));
    await clock.advance(10);
    expect(done).toEqual(['a 0', 'b 1', 'c 2']);
  });

  it('go on behind one that fails, which fails alone', async () => {
    const clock = new ManualClock();
    const turns = new Turns(clock);
    const fails = turns.take((): number => {
      throw new Error('no');
    });
    const next = turns.take(() => 1);
    await expect(fails).rejects.toThrow('no');
    expect(await clock.until(next)).toBe(1);
  });
});
