import { ManualClock } from './manual-clock';

describe('ManualClock', () => {
  it('runs what is due in the order of time, then of setting', async () => {
    const clock = new ManualClock({ startMs: 10 });
    const ran: string[] = [];
    const note = (name: string) => () => void ran.push(`${name}@${clock.nowMs()}`);
    clock.after(20, note('b'));
    clock.after(10, note('a'));
    clock.after(20, note('c'));
    clock.after(0, note('now'));
    clock.after(31, note('later'));
    await clock.advance(30);
    expect(ran).toEqual(['now@10', 'a@20', 'b@30', 'c@30']);
    expect(clock.nowMs()).toBe(40);
    expect(clock.pending).toBe(1);
  });

  it('runs what timers set while they run, and lets promises run between', async () => {
    const clock = new ManualClock();
    const ran: number[] = [];
    const tick = async (): Promise<void> => {
      for (let turn = 0; turn < 5_000; turn += 1) await undefined;
      ran.push(clock.nowMs());
      clock.after(10, () => void tick());
    };
    clock.after(10, () => void tick());
    await clock.advance(35);
    expect(ran).toEqual([10, 20, 30]);
  });

  it('does not run what was cancelled', async () => {
    const clock = new ManualClock();
    const task = jest.fn();
    const cancel = clock.after(1, task);
    cancel();
    cancel();
    await clock.advance(5);
    expect(task).not.toHaveBeenCalled();
  });

  it('waits for a promise no longer than it takes', async () => {
    const clock = new ManualClock();
    const done = new Promise<string>((resolve) => clock.after(25, () => resolve('done')));
    clock.after(1000, () => undefined);
    expect(await clock.until(done)).toBe('done');
    expect(clock.nowMs()).toBe(25);
    await expect(clock.until(new Promise(() => undefined), 100)).rejects.toThrow('was not over');
    await expect(clock.until(Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  });

  it('has a wall clock that passes with it and may jump', async () => {
    const clock = new ManualClock({ wallStartMs: 1000 });
    await clock.advance(5);
    expect(clock.wallMs()).toBe(1005);
    clock.jumpWall(-500);
    expect(clock.wallMs()).toBe(505);
    expect(clock.nowMs()).toBe(5);
  });
});
