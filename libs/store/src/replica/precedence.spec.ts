import { ManualClock } from '@chord-dht/chord/testing';
import { Precedence } from './precedence';

const id = (digit: string): string => digit.repeat(40);
const ARC = { fromId: id('2'), toId: id('6') };
const OTHER = { fromId: id('8'), toId: id('a') };
const WITHIN = id('4');
const BESIDE = id('9');

function setUp() {
  const clock = new ManualClock();
  const precedence = new Precedence(clock);
  const done: string[] = [];
  const note = (name: string, promise: Promise<void> | undefined): void =>
    void promise?.then(() => done.push(`${name} ${clock.nowMs()}`));
  return { clock, precedence, done, note };
}

describe('while the next view of an arc is chosen', () => {
  it('holds up records of others until it has begun, and none of its own', async () => {
    const { clock, precedence, done, note } = setUp();
    precedence.begin(ARC);
    note('own', precedence.giveWay(WITHIN));
    note('others', precedence.giveWay(BESIDE));
    await clock.advance(100);
    expect(done).toEqual(['own 0']);
    precedence.end(ARC);
    await clock.advance(0);
    expect(done).toEqual(['own 0', 'others 100']);
  });

  it('is over for a part of the arc as well', async () => {
    const { clock, precedence, done, note } = setUp();
    precedence.begin(ARC);
    note('others', precedence.giveWay(BESIDE));
    precedence.end(OTHER);
    await clock.advance(10);
    expect(done).toEqual([]);
    precedence.end({ fromId: id('1'), toId: id('3') });
    await clock.advance(0);
    expect(done).toEqual(['others 10']);
  });

  it('holds records up for a bounded time, and then lets them pass for as long', async () => {
    const { clock, precedence, done, note } = setUp();
    precedence.begin(ARC);
    note('first', precedence.giveWay(BESIDE));
    await clock.advance(400);
    expect(done).toEqual(['first 400']);
    note('second', precedence.giveWay(BESIDE));
    await clock.advance(399);
    expect(done).toEqual(['first 400', 'second 400']);
    note('third', precedence.giveWay(BESIDE));
    await clock.advance(1);
    expect(done).toEqual(['first 400', 'second 400', 'third 799']);
    note('fourth', precedence.giveWay(BESIDE));
    await clock.advance(100);
    expect(done).toHaveLength(3);
  });

  it('says when it is over to whoever waits for the keys of the arc alone', async () => {
    const { clock, precedence, done, note } = setUp();
    expect(precedence.over(WITHIN)).toBeUndefined();
    precedence.begin(ARC);
    precedence.begin(OTHER);
    expect(precedence.over(id('7'))).toBeUndefined();
    note('within', precedence.over(WITHIN));
    note('beside', precedence.over(BESIDE));
    await clock.advance(50);
    precedence.end(ARC);
    await clock.advance(0);
    expect(done).toEqual(['within 50']);
    expect(precedence.over(WITHIN)).toBeUndefined();
  });

  it('waits for no other view either when it takes long', async () => {
    const { clock, precedence, done, note } = setUp();
    precedence.begin(ARC);
    await clock.advance(1_500);
    precedence.begin(OTHER);
    note('own', precedence.giveWay(WITHIN));
    note('others', precedence.giveWay(id('7')));
    await clock.advance(100);
    expect(done).toEqual(['own 1500']);
    precedence.end(ARC);
    expect(precedence.has(WITHIN)).toBe(false);
  });

  it('keeps nobody waiting for a view that does not come', async () => {
    const { clock, precedence, done, note } = setUp();
    precedence.begin(ARC);
    await clock.advance(500);
    // The same seal, asked for again.
    precedence.begin(ARC);
    note('within', precedence.over(WITHIN));
    await clock.advance(500);
    expect(done).toEqual(['within 1000']);
    expect(precedence.over(WITHIN)).toBeUndefined();
  });
});
