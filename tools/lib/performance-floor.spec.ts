import { best, judge, type Findings, type Recorded, type Round } from './performance-floor.mjs';

const RECORDED: Recorded = { get: { ops: 0.4, cpu: 0.2 }, put: { ops: 0.2, cpu: 0.1 } };

const round = (factor: number, more: Partial<Round> = {}): Round => ({
  get: { ops: 0.4 * factor, cpu: 0.2 * factor },
  put: { ops: 0.2 * factor, cpu: 0.1 * factor },
  foreignCores: 0.05,
  disturbed: false,
  ...more,
});
const found = (...rounds: Round[]): Findings => ({ rounds, errors: {} });
const disturbed = round(0.2, { disturbed: true, foreignCores: 1.7 });

describe('the floor of performance', () => {
  it.each([
    ['as fast as recorded', 'ok', found(round(1), round(1), round(1))],
    ['faster', 'ok', found(round(2), round(3))],
    ['two bad rounds and a good one', 'ok', found(round(0.3), round(0.4), round(0.6))],
    ['just above half', 'ok', found(round(0.51), round(0.49))],
    ['below half in every round', 'fallen', found(round(0.49), round(0.3), round(0.2))],
    ['a standstill', 'fallen', found(round(0), round(0), round(0))],
    ['no operation at all', 'fallen', found(round(NaN), round(NaN))],
    ['others took the machine', 'unjudged', found(disturbed, disturbed, round(0.1))],
    ['others took it for a while', 'ok', found(disturbed, round(0.9), round(0.8))],
    ['others took it for a while, and it fell', 'fallen', found(disturbed, round(0.4), round(0.3))],
  ] as const)('%s: %s', (_, verdict, findings) =>
    expect(judge(RECORDED, findings).verdict).toBe(verdict),
  );

  it('sees each figure by itself', () => {
    for (const kind of ['get', 'put'] as const)
      for (const figure of ['ops', 'cpu'] as const) {
        const fallen = { ...round(1), [kind]: { ...round(1)[kind], [figure]: 0.01 } };
        const { verdict, lines } = judge(RECORDED, found(fallen, fallen));
        expect(verdict).toBe('fallen');
        expect(lines.filter((line) => line.includes('FALLEN'))).toHaveLength(1);
      }
  });

  it('takes the best round that nobody disturbed', () => {
    const lucky = round(9, { disturbed: true });
    expect(best(found(lucky, round(0.5), round(1)))).toEqual({
      get: { ops: 0.4, cpu: 0.2 },
      put: { ops: 0.2, cpu: 0.1 },
    });
  });

  it('tells failed operations', () => {
    const findings = { ...found(round(1), round(1)), errors: { 'ring4: status 503': 3 } };
    expect(judge(RECORDED, findings).lines).toContain('3 times ring4: status 503');
  });
});
