import paper from '../../data/paper-tables.json';
import { testHost } from '../testing/node-host';
import { LiveRing } from './live-ring';
import type { ExperimentResult } from './result';
import { runExperiment } from './run-experiment';
import { settingsOf, type ExperimentName, type ExperimentSettings } from './settings';
import { meanOf, summaryOf } from './statistics';

describe('the experiments of the paper', () => {
  it('path length: within 0.1 of the published mean', async () => {
    const at = paper.pathLength.nodes.indexOf(512);
    const result = await runExperiment(testHost, settingsOf('path-length', { nodes: 512 }));
    expect(Math.abs((result.path?.mean ?? 0) - (paper.pathLength.mean[at] ?? 0))).toBeLessThan(0.1);
    expect(Math.abs((result.path?.p99 ?? 0) - (paper.pathLength.p99[at] ?? 0))).toBeLessThan(2);
    expect(result.failuresPer10k).toBe(0);
  });

  it('simultaneous failures: no lookup is wrong with half of the nodes dead', async () => {
    const settings = settingsOf('simultaneous-failures', { nodes: 400, lookups: 1_500, seeds: 1 });
    const result = await runExperiment(testHost, settings);
    expect(result.failuresPer10k).toBe(0);
    expect(result.timeouts?.mean).toBeGreaterThan(2);
  });

  it('churn: lookups stay right, with several positions on each host too', async () => {
    for (const virtualNodes of [1, 3]) {
      const settings = settingsOf('churn', { nodes: 50, rate: 0.1, lookups: 300, virtualNodes });
      const result = await runExperiment(testHost, settings);
      expect(result.lookups).toBe(300);
      expect(result.failuresPer10k).toBeLessThan(70);
    }
  });

  it('virtual nodes: keys spread more evenly', async () => {
    const of = async (virtualNodes: number) =>
      (
        await runExperiment(
          testHost,
          settingsOf('virtual-nodes', { nodes: 1_000, keys: 50_000, virtualNodes }),
        )
      ).keys;
    const [one, ten] = [await of(1), await of(10)];
    expect(one?.mean).toBe(50);
    expect(ten?.p99).toBeLessThan((one?.p99 ?? 0) / 1.8);
    expect(ten?.p1).toBeGreaterThan(10);
  });

  it('measures each requested combination, and reports its settings', async () => {
    const small = { nodes: 60, lookups: 150, keys: 900, virtualNodes: 2 };
    const of = (name: ExperimentName, asked: Partial<ExperimentSettings>) =>
      runExperiment(testHost, settingsOf(name, { ...small, ...asked }));
    const pathUnderChurn = await of('path-length', { rate: 0.3 });
    expect(pathUnderChurn.timeouts?.mean).toBeGreaterThan(0);
    expect(pathUnderChurn.setUp).toMatchObject({ rate: 0.3, roundMs: [15_000, 45_000] });
    const repaired = await of('simultaneous-failures', { failed: 0.4, rate: 0.1, lookups: 600 });
    const unrepaired = await of('simultaneous-failures', { failed: 0.4, seeds: 1, lookups: 600 });
    expect(unrepaired.setUp).toMatchObject({ failedHosts: 24, roundMs: null });
    expect(repaired.timeouts?.mean).toBeLessThan(0.7 * (unrepaired.timeouts?.mean ?? 0));
    const kept = await of('load-balance', { failed: 0.5, lookups: 0, seeds: 2 });
    expect(kept.keys?.mean).toBe(30);
    expect(kept.path).toBeUndefined();
    expect(kept.setUp).not.toHaveProperty('successors');
    const asWell = await of('load-balance', { failed: 0.5, seeds: 2 });
    expect(asWell.keys).toEqual(kept.keys);
    expect(asWell.lookups).toBe(300);
    const moving = await of('virtual-nodes', { rate: 0.5 });
    const still = await of('virtual-nodes', { lookups: 0, seeds: 1 });
    expect(moving.setUp.seeds).toBe(1);
    expect(moving.keys).not.toEqual(still.keys);
    expect(moving.path?.mean).toBeGreaterThan(1);
  });

  it('looks up keys out of the requested number', async () => {
    const settings = settingsOf('path-length', { nodes: 200, lookups: 500, keys: 1 });
    const { path } = await runExperiment(testHost, settings);
    const everyKey = await runExperiment(testHost, { ...settings, keys: 10_000 });
    expect(path?.mean).not.toBe(everyKey.path?.mean);
    expect(await runExperiment(testHost, settings)).toHaveProperty('path', path);
  });

  it('reports failures when no lookup is right', async () => {
    const settings = settingsOf('path-length', { nodes: 50, lookups: 10, failed: 0.5 });
    const result = await runExperiment(testHost, settings, (node) => {
      node.lookup = () => Promise.reject(new Error('out of order'));
    });
    expect(result.failuresPer10k).toBe(10_000);
    expect(result.path).toBeUndefined();
  });

  it('merges the single lookups of several seeds, not their percentiles', async () => {
    const settings = settingsOf('churn', { nodes: 40, rate: 1, lookups: 150, virtualNodes: 2 });
    const singles = [];
    for (const seed of [1, 2, 3])
      singles.push(await runExperiment(testHost, { ...settings, seed }));
    const all = await runExperiment(testHost, { ...settings, seed: 1, seeds: 3 });
    const paths = singles.flatMap(pathsOf);
    expect(paths).toHaveLength(Math.round(450 * (1 - (all.failuresPer10k ?? 0) / 10_000)));
    expect(all.path).toEqual(summaryOf(paths));
    expect(all.lookups).toBe(450);
    expect(all.failuresPer10k).toBeCloseTo(meanOf(singles.map((one) => one.failuresPer10k ?? 0)));
  });

  it('is the same for the same seed', async () => {
    const settings = settingsOf('churn', { nodes: 30, rate: 0.2, lookups: 100 });
    expect(await runExperiment(testHost, settings)).toEqual(
      await runExperiment(testHost, settings),
    );
  });
});

/** The length of every path of a run, from the reported shares. */
function pathsOf({ pathDistribution = [], lookups = 0, failuresPer10k = 0 }: ExperimentResult) {
  const right = lookups * (1 - failuresPer10k / 10_000);
  return pathDistribution.flatMap(({ value, share }) =>
    Array.from({ length: Math.round(share * right) }, () => value),
  );
}

describe('figures', () => {
  it('are mean and nearest-rank percentiles', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(summaryOf(values)).toEqual({ mean: 100.5, p1: 2, p99: 198, max: 200 });
    expect(() => summaryOf([])).toThrow(RangeError);
  });

  it('take every owner during a lookup for a right one', () => {
    const [a, b, c] = ['10', '50', '90'].map((id) => ({ id, address: `${id}:1` })) as [
      { id: string; address: string },
      { id: string; address: string },
      { id: string; address: string },
    ];
    const ring = new LiveRing([a, c]);
    const question = ring.ask('40', a);
    expect(ring.ownerOf('95')).toBe('10');
    ring.add(b);
    ring.remove(c);
    expect([...question.owners]).toEqual(['90', '50']);
    expect(ring.forget(a)).toBe(1);
    expect(ring.over(question)).toBe(false);
    ring.remove(b);
    expect([...question.owners]).toEqual(['90', '50']);
  });
});
