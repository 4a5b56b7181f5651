import { Player } from './player';

/** Animation frames that the test triggers. */
function frames() {
  let waiting: ((timeMs: number) => void) | null = null;
  let timeMs = 0;
  return {
    next: (tick: (timeMs: number) => void) => {
      waiting = tick;
      return () => (waiting = null);
    },
    pass(ms: number) {
      timeMs += ms;
      const tick = waiting;
      waiting = null;
      tick?.(timeMs);
    },
    get asked() {
      return waiting !== null;
    },
  };
}

describe('the player', () => {
  it('moves from hop to hop and stops at the end, and then asks for no more frames', () => {
    const film = frames();
    const player = new Player(film.next);
    const steps: number[] = [];
    player.play(0, 2, (step) => steps.push(step));
    film.pass(0);
    film.pass(550);
    expect(player.position()).toBeCloseTo(0.5);
    film.pass(600);
    expect(steps).toEqual([1]);
    film.pass(5000);
    expect(steps).toEqual([1, 2]);
    expect(player.playing()).toBe(false);
    expect(film.asked).toBe(false);
  });

  it('can be paused', () => {
    const film = frames();
    const player = new Player(film.next);
    player.play(0, 2, () => undefined);
    player.pause();
    expect([player.playing(), film.asked]).toEqual([false, false]);
  });
});
