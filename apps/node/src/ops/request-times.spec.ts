import { Histogram, Registry } from 'prom-client';
import { RequestTimes } from './request-times';

const BOUNDS = [0.001, 0.01, 1];

describe('the times of requests', () => {
  it('have the form of a histogram of the library', async () => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const times = new RequestTimes('http_seconds', 'How long', BOUNDS);
    times.register(ours);
    const histogram = new Histogram({
      ...{ name: 'http_seconds', help: 'How long', buckets: BOUNDS, registers: [theirs] },
      labelNames: ['method', 'route', 'status'],
    });
    const seen: [string, string, number, number][] = [
      ['GET', '/db/:key', 200, 0.0005],
      ['GET', '/db/:key', 200, 0.001],
      ['GET', '/db/:key', 404, 0.5],
      ['PUT', '/db/:key', 200, 2],
      ['GET', '/health', 200, 0.01],
      ['GET', '/db/:key', 200, 0.002],
    ];
    for (const [method, route, status, seconds] of seen) {
      times.observe(method, route, status, seconds);
      histogram.observe({ method, route, status: String(status) }, seconds);
    }
    const lines = (text: string): string[] => text.split('\n').sort();
    expect(lines(await ours.metrics())).toEqual(lines(await theirs.metrics()));
  });
});
