import { parseLoad } from '../measure/loads';
import { summarise, type Measurement } from '../measure/measurement';
import { chartOf } from './chart';
import { documentBlock, replaceBlock } from './document';
import { reportText } from './report';
import type { Results } from './results';
import { figure, markdownTable, table } from '../tables/table';

const NAMES = ['bare', 'ring4', 'etcd3'];
const OPS: Readonly<Record<string, number>> = { bare: 10_000, ring4: 4_000, etcd3: 2_000 };

function measured(contender: string, round: number, more: Partial<Measurement> = {}): Measurement {
  return {
    round,
    contender,
    load: 'get-100B-32',
    opsPerSecond: OPS[contender]!,
    cpuMicrosPerOp: 1e6 / OPS[contender]!,
    p50Ms: 1.234,
    p99Ms: 5.678,
    maxMs: 9,
    operations: 100,
    errors: {},
    memory: [{ rssMiB: 120, anonMiB: 70, fileMiB: 50 }],
    loadCores: 0.4,
    foreignCores: 0.01,
    spoiled: false,
    ...more,
  };
}

function resultsOf(measurements: readonly Measurement[]): Results {
  const load = parseLoad('get-100B-32');
  return {
    format: 1,
    at: '2026-01-02T03:04:05.678Z',
    machine: { cores: 2, model: 'A & B <C>', memoryGiB: 24, kernel: '6.1', node: '20.19.0' },
    durationSeconds: 4,
    rounds: 3,
    warmUp: 10_000,
    contenders: NAMES.map((name) => ({ name, about: `about ${name}` })),
    loads: [{ name: load.name, about: 'GET', keys: 10_000 }],
    ringShares: [0.5, 0.3, 0.15, 0.05],
    summaries: summarise(measurements),
    idle: [{ round: 1, contender: 'ring4', cores: 0.025, foreignCores: 0, memory: [] }],
    remarks: ['round 1, ring4: a remark'],
    measurements: [...measurements],
  };
}

const clean = resultsOf(NAMES.map((name) => measured(name, 1)));
const doubtful = resultsOf([
  measured('bare', 1),
  measured('ring4', 1, { spoiled: true, errors: { 'status 503': 7 } }),
  measured('etcd3', 1, { loadCores: 0.97 }),
]);

describe('the report of a run', () => {
  it('tells ratios to the bare server and to etcd', () => {
    const row = reportText(clean)
      .split('\n')
      .find((line) => line.startsWith('ring4  '));
    expect(row?.split(/ {2,}/).slice(0, 7)).toEqual([
      'ring4',
      ...['4,000', '4,000-4,000', '0.40', '2.00', '250', '2.50'],
    ]);
  });

  it('sets what is asked for beside what was measured', () => {
    expect(reportText(clean)).toMatch(
      /^GET, 32 clients, ÷ bare .* 0\.12 +0\.40 +≥ 0\.40 +≥ 0\.60 +must$/m,
    );
    expect(reportText(clean)).toMatch(/^GET, 32 clients, ÷ etcd .* 2\.00 .* SHORT$/m);
  });

  it('hides no error, no spoiled round and no load that was the limit', () => {
    const text = reportText(doubtful);
    expect(text).toContain('ring4, get-100B-32: 7 times status 503');
    expect(text).toMatch(/^ring4 \* /m);
    expect(text).toMatch(/^GET, 32 clients, ÷ bare .* must \*$/m);
    expect(text).toContain('other load on the machine spoiled 1 of 1 rounds');
    expect(text).toContain('the load took 0.97 cores and may be the limit');
    expect(text).toContain('round 1, ring4: a remark');
    expect(reportText(clean)).not.toContain('spoiled');
  });
});

describe('the picture of a run', () => {
  it('has a bar for each contender, as long as it is fast', () => {
    const widths = [...chartOf(clean).matchAll(/width="([\d.]+)" height="[\d.]+" rx/g)].map(
      ([, width]) => Number(width),
    );
    expect(widths).toHaveLength(3);
    expect(widths[1]! / widths[0]!).toBeCloseTo(0.4, 2);
    expect(widths[2]! / widths[0]!).toBeCloseTo(0.2, 2);
  });

  it('is well-formed, and shows errors and doubts', () => {
    const svg = chartOf(doubtful);
    expect(svg).toContain('7 errors');
    expect(svg).toContain('opacity="0.45"');
    expect(svg.match(/<g /g)).toHaveLength(svg.match(/<\/g>/g)!.length);
  });
});

describe('the document', () => {
  const before = 'intro\n<!-- run: begin -->\nold\n<!-- run: end -->\nrest\n';

  it('gets the new table in place of the old one', () => {
    const after = replaceBlock(before, 'run', documentBlock(clean));
    expect(after).toMatch(/^intro\n<!-- run: begin -->\n\n2026-01-02/);
    expect(after).toMatch(/<!-- run: end -->\nrest\n$/);
    expect(after).not.toContain('old');
    expect(replaceBlock(after, 'run', documentBlock(clean))).toBe(after);
  });

  it.each(['no marks', '<!-- run: end --><!-- run: begin -->', before + before])(
    'is refused without its marks: %#',
    (text) => expect(() => replaceBlock(text, 'run', 'x')).toThrow('the document needs'),
  );
});

describe('a table', () => {
  it('aligns numbers to the right', () => {
    expect(
      table([
        ['', 'ops'],
        ['a', '1'],
        ['long', '1,000'],
      ]),
    ).toBe('        ops\na         1\nlong  1,000');
    expect(
      markdownTable([
        ['', 'ops'],
        ['a', '1'],
      ]),
    ).toBe('|  | ops |\n| --- | ---: |\n| a | 1 |');
  });

  it.each([
    [NaN, '-'],
    [undefined, '-'],
    [0.123, '0.12'],
    [12.34, '12.3'],
    [123.4, '123'],
    [12_345.6, '12,346'],
  ])('writes %p as %s', (value, text) => expect(figure(value)).toBe(text));
});
