import paper from '../../data/paper-tables.json';
import { testHost } from '../testing/node-host';
import { LiveRing } from './live-ring';
import { readPaperArguments } from './read-arguments';
import { runExperiment } from './run-experiment';
import { settingsOf } from './settings';
import { summaryOf } from './statistics';

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
  }, 60_000);

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

  it('is the same for the same seed', async () => {
    const settings = settingsOf('churn', { nodes: 30, rate: 0.2, lookups: 100 });
    expect(await runExperiment(testHost, settings)).toEqual(
      await runExperiment(testHost, settings),
    );
  }, 60_000);
});

describe('the arguments', () => {
  it('take any numbers, in both ways of writing', () => {
    const words = '--experiment churn --nodes=50 --virtual-nodes 4 --rate 0.3 --json'.split(' ');
    const { settings, json } = readPaperArguments(words);
    expect(json).toBe(true);
    expect(settings).toMatchObject({
      experiment: 'churn',
      nodes: 50,
      virtualNodes: 4,
      rate: 0.3,
      keys: 5_000,
      successors: 20,
    });
  });

  it('ask for everything when nothing is named', () => {
    expect(readPaperArguments([])).toEqual({ settings: undefined, json: false });
  });

  it('name every fault at once', () => {
    const words = '--experiment chrn --nodes -3 --speed 9 --failed 1'.split(' ');
    expect(() => readPaperArguments(words)).toThrow(
      /--experiment is one of[^]*--nodes is[^]*no option --speed[^]*--failed is/,
    );
  });
});

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
    ring.remove(b);
    expect([...question.owners]).toEqual(['90', '50']);
  });
});
