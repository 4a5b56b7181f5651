import { createServer } from 'node:net';
import { freePorts, oddness, ringPorts, shares } from './ports';

const RANGE = { first: 30_800, last: 30_899 };

describe('the ports of a run', () => {
  it('give arcs that add up to the whole ring', () => {
    const parts = shares([24_000, 24_001, 24_002, 24_003]);
    expect(parts.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    expect(parts.every((part) => part > 0)).toBe(true);
    expect(shares([24_000])).toEqual([1]);
  });

  it('are those of a ring like most others, and always the same', async () => {
    const ports = await ringPorts(RANGE);
    expect(await ringPorts(RANGE)).toEqual(ports);
    expect(oddness(ports)).toBeLessThan(0.3);
  });

  it('are free', async () => {
    const [taken] = (await ringPorts(RANGE)) as [number];
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));
    try {
      expect(await ringPorts(RANGE)).not.toContain(taken);
      expect(await freePorts(90, RANGE, [30_801])).not.toContain(taken);
      expect(await freePorts(90, RANGE, [30_801])).not.toContain(30_801);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('are refused when there are too few', async () => {
    await expect(freePorts(200, RANGE, [])).rejects.toThrow('fewer than 200 free ports');
  });
});
