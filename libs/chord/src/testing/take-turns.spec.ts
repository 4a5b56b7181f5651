import { takeTurns } from './take-turns';

const COUNT = 100;

describe('turns', () => {
  it('are taken when every promise that could go on has gone on, and end with a false', async () => {
    const seen: string[] = [];
    let turn = 0;
    const lengthy = async (name: string): Promise<void> => {
      for (let step = 0; step < 1_000; step += 1) await undefined;
      seen.push(name);
    };
    void lengthy('before');
    await takeTurns(() => {
      seen.push(`turn ${turn}`);
      void lengthy(`after ${turn}`);
      turn += 1;
      return turn < COUNT;
    });
    const turns = Array.from({ length: COUNT }, (_, at) => [`turn ${at}`, `after ${at}`]).flat();
    expect(seen.slice(0, 2 * COUNT)).toEqual(['before', ...turns].slice(0, 2 * COUNT));
    expect(turn).toBe(COUNT);
  });

  it('end with what a step throws', async () => {
    let turns = 0;
    const taking = takeTurns(() => {
      turns += 1;
      if (turns === 3) throw new Error('its own');
      return true;
    });
    await expect(taking).rejects.toThrow('its own');
    await takeTurns(() => false);
    expect(turns).toBe(3);
  });

  it('of two worlds do not keep each other waiting', async () => {
    const seen: string[] = [];
    const world = (name: string) => () => seen.push(name) < 200;
    await Promise.all([takeTurns(world('one')), takeTurns(world('two'))]);
    expect(seen.filter((name) => name === 'one').length).toBeGreaterThan(50);
    expect(seen.filter((name) => name === 'two').length).toBeGreaterThan(50);
  });
});
