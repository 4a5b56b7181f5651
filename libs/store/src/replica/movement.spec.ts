import { ManualClock } from '@chord-dht/chord/testing';
import type { StoreEvent } from '../arc/events';
import { figuresOfMoved, Movement } from './movement';

describe('what is moved', () => {
  it('is told with its pace, and how long it will take', async () => {
    const clock = new ManualClock();
    const movement = new Movement(clock);
    expect(movement.figures.underWay).toBeNull();
    const first = movement.begin(1_000);
    expect(movement.figures.underWay).toMatchObject({ done: 0, secondsLeft: null });
    await clock.advance(2_000);
    first.advance(400);
    const second = movement.begin(200);
    expect(movement.figures.underWay).toEqual({
      ...{ records: 1_200, done: 400, recordsPerSecond: 200, secondsLeft: 4 },
    });
    first.end();
    second.advance(10_000);
    expect(movement.figures.underWay).toMatchObject({ records: 1_200, done: 1_200 });
    second.end();
    expect(movement.figures.underWay).toBeNull();
  });

  it('is told of as an event when it is much, now and then and at its end', async () => {
    const clock = new ManualClock();
    const told: StoreEvent[] = [];
    const movement = new Movement(clock, (event) => told.push(event));
    movement.begin(9_999).end();
    expect(told).toEqual([]);
    const move = movement.begin(40_000);
    for (let second = 0; second < 8; second += 1) {
      await clock.advance(1_000);
      move.advance(5_000);
    }
    move.end();
    expect(told).toEqual([
      { type: 'records-moving', records: 40_000, done: 0, recordsPerSecond: 0, secondsLeft: null },
      {
        ...{ type: 'records-moving', records: 40_000, done: 25_000 },
        ...{ recordsPerSecond: 5_000, secondsLeft: 3 },
      },
      { type: 'records-moved', records: 40_000, recordsPerSecond: 5_000 },
    ]);
  });

  it('is counted since the beginning', () => {
    const movement = new Movement(new ManualClock());
    movement.received(figuresOfMoved([3, 4].map((size) => ({ bytes: new Uint8Array(size) }))));
    movement.sent({ records: 1, bytes: 5 });
    const { received, sent } = movement.figures;
    expect({ received, sent }).toEqual({
      received: { records: 2, bytes: 7 },
      sent: { records: 1, bytes: 5 },
    });
  });
});
