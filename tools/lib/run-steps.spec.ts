// The report at the end of a run.
import { runSteps } from './run-steps.mjs';
import type { Screen } from './progress.mjs';
import { skipped, type Fault, type Step } from './steps.mjs';

const step = (name: string, [passed, failed]: [number, number], faults: Fault[] = []): Step => ({
  name,
  without: () => {
    throw new Error('not asked');
  },
  run: async () => ({
    ...{ name, count: { passed, failed, skipped: 0 }, seconds: 1.25, faults },
    output: 'much\nmeasured: 7 ms\nmore',
  }),
});

async function linesOf(steps: readonly Step[]): Promise<string[]> {
  let text = '';
  const screen = { isTTY: false, columns: 80, write: (part: string) => (text += part) !== '' };
  await runSteps(steps, 1, screen as unknown as Screen);
  expect(text.endsWith('\n')).toBe(true);
  return text.trimEnd().split('\n');
}

describe('the words of a run', () => {
  it('end with the sum over all steps, and name what was skipped', async () => {
    const lines = await linesOf([step('a', [3, 0]), step('b', [4, 0]), skipped('c', 'no browser')]);
    expect(lines.at(-1)).toBe('7 passed, 0 failed, 1 skipped');
    expect(lines.at(-2)).toMatch(/^Took \d+:\d\d minutes\.$/);
    expect(lines).toContain('        skipped: no browser');
    expect(lines).toContain('        measured: 7 ms');
    expect(lines.filter((line) => line.startsWith('ok'))).toHaveLength(2);
    expect(lines.join('\n')).not.toContain('more');
  });

  it('tell last what has failed: where, which test, and why', async () => {
    const faults = ['first', 'second'].map((test) => ({
      ...{ file: 'a.spec.ts', test },
      reason: `Error: expected 1\n  but got ${test}\n    at a.spec.ts:7:1`,
    }));
    const lines = await linesOf([step('a', [3, 2], faults), step('b', [4, 0])]);
    expect(lines.slice(-5)).toEqual([
      'FAILED  a: a.spec.ts: first: Error: expected 1',
      'FAILED  a: a.spec.ts: second: Error: expected 1',
      '',
      expect.stringMatching(/^Took/),
      '7 passed, 2 failed',
    ]);
    expect(lines).toContain('  but got second');
    expect(lines.indexOf('  but got second')).toBeGreaterThan(
      lines.findIndex((line) => line.startsWith('ok      b')),
    );
  });
});
