import { overRounds, type LargeFigures, type LargeRow } from './run-large';
import { largeTable } from './report';

const figures = (more: Partial<LargeFigures>): LargeFigures => ({
  opsPerSecond: 10,
  cpuMillisPerOp: 20,
  p99Ms: 100,
  errors: 0,
  smallP99Ms: 5,
  smallMaxMs: 6,
  smallErrors: 0,
  relayP99Ms: 7,
  relayMaxMs: 8,
  liveMaxMs: 9,
  probesFailed: 0,
  foreignCores: 0.1,
  ...more,
});

describe('the rounds of a run with large values', () => {
  const row = (kind: 'GET' | 'PUT', more: Partial<LargeFigures>): LargeRow => ({
    contender: 'ring4',
    kind,
    figures: figures(more),
  });
  const rows = overRounds([
    row('PUT', { opsPerSecond: 1, errors: 2, smallMaxMs: 50 }),
    row('GET', { opsPerSecond: 7 }),
    row('PUT', { opsPerSecond: 3, errors: 5, smallMaxMs: 20 }),
    row('PUT', { opsPerSecond: 2, smallMaxMs: 30 }),
  ]);

  it('become one row for each kind: medians, all failures, and the latest answer of all', () => {
    expect(rows.map(({ kind }) => kind)).toEqual(['PUT', 'GET']);
    expect(rows[0]?.figures).toMatchObject({ opsPerSecond: 2, errors: 7, smallMaxMs: 50 });
    expect(rows[1]?.figures).toMatchObject({ opsPerSecond: 7 });
  });

  it('are told without a figure where nothing succeeded', () => {
    const nothing = [row('PUT', { opsPerSecond: 0, cpuMillisPerOp: Infinity })];
    const options = { rounds: 1, durationMs: 1, valueBytes: 1, clients: 1 };
    const [head, first] = largeTable({ options, rows: nothing });
    expect(first).toHaveLength(head!.length);
    expect(first?.slice(0, 3)).toEqual(['ring4 PUT', '0.00', '-']);
  });
});
