import type { InsightsDto, RingDto } from '@chord-dht/api-client';
import {
  durationChart,
  hopsChart,
  keysChart,
  latencyChart,
  loadChart,
  rateChart,
} from './insight-charts';

const at = (seconds: number) => new Date(1_700_000_000_000 + 1_000 * seconds).toISOString();
const sample = (seconds: number, reads: number, p50Ms: number | null, p99Ms: number | null) => ({
  at: at(seconds),
  seconds: 5,
  reads,
  writes: 0,
  failures: 0,
  p50Ms,
  p99Ms,
});
const insights = {
  readAt: at(20),
  total: 4,
  nodes: [
    {
      node: { address: 'a:1' },
      samples: [sample(5, 50, 1, 4), sample(10, 0, null, null)],
      hops: [2, 6],
      roundTrips: [
        { to: 'b:2', ms: 1.5 },
        { to: 'gone:9', ms: 70 },
      ],
    },
    { node: { address: 'b:2' }, samples: [sample(6, 150, 2, 9)], hops: [0, 0, 2], roundTrips: [] },
  ],
} as unknown as InsightsDto;

describe('the charts of the insights', () => {
  it('compare measured hops with theory', () => {
    const { bars, expected, summary } = hopsChart(insights);
    expect(bars.map(({ value }) => value)).toEqual([2, 6, 2]);
    expect(expected).toBe(1);
    expect(summary).toContain('10 lookups took 1.00 hops on average; ½·log₂ 4 = 1.00');
  });

  it('show how uneven keys and load are', () => {
    const member = (address: string, keys: number | null) => ({
      node: { address },
      keys,
      share: 0.25,
      ownBytes: 10,
    });
    const ring = { members: [member('a:1', 30), member('b:2', 10), member('c:3', null)] };
    expect(keysChart(ring as unknown as RingDto).summary).toBe(
      '40 keys on 2 arcs; the fullest has 1.5 times the mean of 20.',
    );
    expect(loadChart(insights).summary).toContain(
      '200 operations of clients in 15 minutes; the busiest node answered 1.5 times',
    );
  });

  it('add up the operations of the members at the same time', () => {
    const { lines, summary } = rateChart(insights, null);
    expect(lines[0]?.points.map(([, value]) => value)).toEqual([40, 0]);
    expect(summary).toContain('At most 40.0 operations a second at all nodes together');
    expect(rateChart(insights, 'a:1').lines[0]?.points[0]?.[1]).toBe(10);
    expect(durationChart(insights, null).summary).toContain('at most 9 ms');
    expect(durationChart(insights, null).lines[1]?.points.map(([, value]) => value)).toEqual([
      9,
      null,
    ]);
  });

  it('show the round trips between members, and only between those', () => {
    expect(latencyChart(insights).cells).toEqual([
      { row: 0, column: 1, value: 1.5, words: 'a:1 to b:2: 1.5 ms' },
    ]);
  });

  it('say so without data', () => {
    const none = { ...insights, nodes: [] } as unknown as InsightsDto;
    expect(hopsChart(none).summary).toContain('No lookup');
    expect(durationChart(none, 'x:1').summary).toContain('No operations at x:1');
    expect(latencyChart(none).summary).toContain('No member has called');
  });
});
