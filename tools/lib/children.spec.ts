// With real processes and a clock in the hand: what gets on is never ended, what hangs is, and says so.
import { getPriority } from 'node:os';
import { run, watchProgress } from './children.mjs';

const MINUTE_MS = 60_000;

beforeEach(() => {
  const real = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const;
  const turns = ['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const;
  jest.useFakeTimers({ doNotFake: [...real, ...turns] });
});
afterEach(() => jest.useRealTimers());

const pass = (minutes: number) => jest.advanceTimersByTime(minutes * MINUTE_MS);

describe('a watch for progress', () => {
  it('waits for any time while there is some, and calls once when there is none', () => {
    let calls = 0;
    const watch = watchProgress(10, () => (calls += 1));
    for (let turn = 0; turn < 100; turn += 1) {
      pass(9.5);
      watch.seen();
    }
    expect([calls, watch.isStill]).toEqual([0, false]);
    pass(30);
    expect([calls, watch.isStill]).toEqual([1, true]);
  });

  it('calls never when it was stopped', () => {
    const watch = watchProgress(10, () => {
      throw new Error('called');
    });
    watch.stop();
    pass(60);
    expect(watch.isStill).toBe(false);
  });
});

describe('a child', () => {
  const node = (script: string, options: object = {}) =>
    run(process.execPath, ['-e', script], options);

  it('may take hours while it sends messages, which arrive in order', async () => {
    const seen: number[] = [];
    const { code } = await node('for (let n = 1; n <= 20; n += 1) process.send(n)', {
      onMessage: (n: number) => {
        seen.push(n);
        pass(8);
      },
    });
    expect(code).toBe(0);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('is ended when it hangs, with all that it started, and what it was at is told', async () => {
    // The grandchild holds our end of the stream, so that `run` ends only when it has ended as well.
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => 1, 1000)'], { stdio: 'inherit' });
      child.on('spawn', () => process.send('up'));
      setInterval(() => 1, 1000);`;
    const { code, output } = await node(script, {
      lastSeen: () => 'It was at the third file.',
      onMessage: () => pass(60),
    });
    expect(code).toBe(124);
    expect(output).toMatch(
      /No progress for \d+ minutes, so it was ended\. It was at the third file\./,
    );
  });

  it('gives way with all that it starts, as it was told', async () => {
    const usual = getPriority();
    const words = 'console.log(require("node:os").getPriority())';
    const script = `${words}; require('node:child_process').execFileSync(process.execPath, ['-e', '${words}'], {
      stdio: 'inherit' })`;
    expect((await node(script)).output).toBe(`${usual}\n`.repeat(2));
    const nice = Math.min(19, usual + 5);
    expect((await node(script, { niceness: nice })).output).toBe(`${nice}\n`.repeat(2));
  });

  it('keeps its own code and words, and says what is wrong when it does not start', async () => {
    expect(await node('console.log("a word"); process.exit(3)')).toMatchObject({
      code: 3,
      output: 'a word\n',
    });
    expect(await run('no-such-program', [])).toMatchObject({
      code: 127,
      output: expect.stringContaining('no-such-program'),
    });
  });
});
