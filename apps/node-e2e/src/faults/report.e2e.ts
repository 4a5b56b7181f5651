// The figures and the table that a session ends with: what is worst in several runs has to be seen there.
import { errorsPercent, percentile, troubleMs } from './arena/figures';
import { History, type Operation } from './arena/history';
import { judge } from './arena/limits';
import { figuresOf, tableOf } from './report';
import type { Verdict } from './run-scenario';

const one = (more: Partial<Operation>): Operation => ({
  ...{ kind: 'read', key: 'a', value: null, outcome: 'ok', startMs: 0, endMs: 10 },
  ...{ node: 'simulated', wasHealthy: true, answer: '200' },
  ...more,
});

const failed = (more: Partial<Operation> = {}): Operation =>
  one({ outcome: 'fail', answer: '503', ...more });

function verdict(seed: number, figures: Record<string, number>, lost: string[] = []): Verdict {
  const measured = new Map(Object.entries(figures));
  return {
    ...{ scenario: 'kill', about: 'kill | restart', seed, operations: 1_000, ok: 990, fail: 10 },
    findings: { lost, stale: [], unwritten: [], doubleSwaps: [], resurrected: [], unexpected: [] },
    ...{ unknown: 0, measured, judged: judge(measured, { 'errors %': 0.2 }), late: [] },
    ...{ wrong: lost, loadAverage: 1, history: [one({})], logs: new Map() },
  };
}

describe('figures', () => {
  it('count as errors what was not served at healthy nodes, beyond what was down', () => {
    const asked = [
      one({}),
      failed(),
      one({ outcome: 'fail', answer: '412' }),
      failed({ key: 'b' }),
    ];
    expect(errorsPercent(asked, [])).toBe(50);
    const outage = { startMs: 5, endMs: 20, concerns: (key: string) => key === 'b' };
    expect(errorsPercent(asked, [outage])).toBe(25);
  });

  it('tell until when there was trouble, of what began after it should be over', () => {
    const history = new History();
    history.operations.push(failed(), failed({ startMs: 120, endMs: 180 }), one({ startMs: 190 }));
    expect(troubleMs(history, 100)).toBe(80);
    expect(troubleMs(history, 200)).toBe(0);
  });

  it('have percentiles', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([percentile(values, 0.5), percentile(values, 0.99)]).toEqual([101, 199]);
    expect(percentile([], 0.99)).toBe(0);
  });

  it('are held to the limits of every scenario and to its own', () => {
    const figures = new Map([
      ['errors %', 0.3],
      ['key out ms', 400],
      ['p99 ms', 9_000],
    ]);
    expect(judge(figures, { 'errors %': 0.2 }).map(({ figure, holds }) => [figure, holds])).toEqual(
      [
        ['key out ms', true],
        ['errors %', false],
      ],
    );
  });
});

describe('the table of a session', () => {
  const verdicts = [
    verdict(4, { 'errors %': 0.1, 'key out ms': 1_200 }),
    verdict(5, { 'errors %': 0.4, 'key out ms': 300 }, ['a write']),
    verdict(6, { 'errors %': 0, 'key out ms': 100 }),
  ];

  it('sums up the runs of a scenario in one row, with the worst of them', () => {
    const rows = tableOf(verdicts).split('\n');
    expect(rows).toHaveLength(3);
    const row = rows[2] ?? '';
    for (const cell of ['kill \\| restart', '3 (4 to 6)', '3,000', '1.2 s', 'broken in 1 of 3'])
      expect(row).toContain(` ${cell} `);
    expect(row).toContain('errors % 0.4 of 0.2: **passed in 1 of 3**');
    expect(row).toContain('key out ms 1200 of 5000: kept');
  });

  it('has its figures run by run, without histories and logs', () => {
    const [first] = figuresOf(verdicts) as Record<string, unknown>[];
    expect(first).toMatchObject({ seed: 4, findings: { lost: 0 }, figures: { 'errors %': 0.1 } });
    expect(first).not.toHaveProperty('history');
    expect(first).not.toHaveProperty('logs');
  });
});
