import { clock, Progress, type Screen } from './progress.mjs';

/** A screen or a log, and what was written to it. */
function screen(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { screen: { isTTY, columns: 40, write } as unknown as Screen, written };
}

describe('progress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is shown in place on a terminal, no wider than it, below the lines that stay', () => {
    const { screen: terminal, written } = screen(true);
    const progress = new Progress(() => `3 of 9 files ${'x'.repeat(100)}`, terminal).start();
    jest.advanceTimersByTime(61_000);
    for (const text of written) expect(text).not.toContain('\n');
    const shown = written.at(-1)?.replace('\r\u001b[2K', '') ?? '';
    expect(shown).toMatch(/^\[1:01\] 3 of 9 files x+$/);
    expect(shown.length).toBeLessThan(40);
    progress.print('ok lint');
    expect(written.slice(-2)[0]).toBe('\r\u001b[2Kok lint\n');
    progress.stop();
    expect(written.at(-1)).toBe('\r\u001b[2K');
    const { length } = written;
    jest.advanceTimersByTime(60_000);
    expect(written).toHaveLength(length);
  });

  it('is a line now and then in a log', () => {
    const { screen: log, written } = screen(false);
    const progress = new Progress(() => '3 of 9 files', log).start();
    jest.advanceTimersByTime(95_000);
    progress.print('ok lint');
    expect(written).toEqual([
      '[0:30] 3 of 9 files\n',
      '[1:00] 3 of 9 files\n',
      '[1:30] 3 of 9 files\n',
      'ok lint\n',
    ]);
    progress.stop();
  });
});

it.each([
  [0, '0:00'],
  [59_999, '0:59'],
  [3_725_000, '62:05'],
])('%i ms are %s', (ms, text) => expect(clock(ms)).toBe(text));
