// Draws our figures beside the paper's as SVG, without a browser: D3 computes, text is put together here.
import { axisTicks, frame, legend, polyline, SIZE } from './svg.mjs';
import { scaleLinear, scaleLog, scalePoint, extent, max } from 'd3';

/** @param {any[]} rows @param {any} paper @returns {Record<string, string>} SVG by file name */
export function plotAll(rows, paper) {
  const of = (name) => rows.filter((row) => row.experiment === name);
  return {
    'path-length': pathLength(of('path-length'), paper.pathLength),
    'path-length-distribution': distribution(
      of('path-length').find((row) => row.setUp.nodes === 4096),
      paper.pathLengthDistribution4096,
    ),
    'keys-per-host': keysPerHost([...of('load-balance'), ...of('virtual-nodes')]),
    'simultaneous-failures': simultaneous(of('simultaneous-failures'), paper.simultaneousFailures),
    churn: churn(of('churn'), paper.churn),
  };
}

function pathLength(rows, paper) {
  const x = scaleLog(extent(paper.nodes), SIZE.xRange).base(2);
  const y = scaleLinear([0, 13], SIZE.yRange);
  const bars = rows.map(({ setUp, path }) => {
    const at = x(setUp.nodes).toFixed(1);
    return `<line class="range" x1="${at}" x2="${at}" y1="${y(path.p1).toFixed(1)}" y2="${y(path.p99).toFixed(1)}"/>`;
  });
  return frame('Path length by number of nodes, mean with 1st and 99th percentile', [
    ...axisTicks(x, y, { x: 'nodes', y: 'hops', xTicks: paper.nodes }),
    ...bars,
    polyline(
      'ours',
      rows.map(({ setUp, path }) => [x(setUp.nodes), y(path.mean)]),
    ),
    polyline(
      'paper',
      paper.nodes.map((nodes, at) => [x(nodes), y(paper.mean[at])]),
    ),
    legend(['this code', 'ours'], ['the paper', 'paper']),
  ]);
}

function distribution(row, paper) {
  const mine = row?.pathDistribution ?? [];
  const x = scaleLinear([0, 13], SIZE.xRange);
  const y = scaleLinear([0, 0.26], SIZE.yRange);
  return frame('Distribution of path lengths in a ring of 4,096 nodes', [
    ...axisTicks(x, y, { x: 'hops', y: 'share of lookups' }),
    polyline(
      'ours',
      mine.map(({ value, share }) => [x(value), y(share)]),
    ),
    polyline(
      'paper',
      paper.hops.map((hops, at) => [x(hops), y(paper.probability[at])]),
    ),
    legend(['this code', 'ours'], ['the paper', 'paper']),
  ]);
}

function keysPerHost(rows) {
  const name = ({ setUp }) => `${setUp.keys / 1_000}k keys, ${setUp.virtualNodes} × ${setUp.seeds}`;
  const x = scalePoint(rows.map(name), SIZE.xRange).padding(0.5);
  const y = scaleLinear([0, max(rows, ({ keys }) => keys.p99) ?? 1], SIZE.yRange).nice();
  const marks = rows.map((row) => {
    const at = x(name(row)).toFixed(1);
    const [low, mean, high] = [row.keys.p1, row.keys.mean, row.keys.p99].map((v) =>
      y(v).toFixed(1),
    );
    return `<line class="range" x1="${at}" x2="${at}" y1="${low}" y2="${high}"/><circle class="ours" cx="${at}" cy="${mean}" r="4"/>`;
  });
  return frame('Keys per host: mean with 1st and 99th percentile', [
    ...axisTicks(x, y, { x: 'keys, positions per host × seeds', y: 'keys per host' }),
    ...marks,
  ]);
}

function simultaneous(rows, paper) {
  const x = scaleLinear([0, 0.5], SIZE.xRange);
  const y = scaleLinear([0, 6], SIZE.yRange);
  const ours = (pick) => rows.map((row) => [x(row.setUp.failed), y(pick(row))]);
  const theirs = (values) => paper.p.map((p, at) => [x(p), y(values[at])]);
  return frame('Path length and timeouts after simultaneous failures of 1,000 nodes', [
    ...axisTicks(x, y, { x: 'share of failed nodes', y: 'hops; timeouts' }),
    polyline(
      'ours',
      ours((row) => row.path.mean),
    ),
    polyline('paper', theirs(paper.pathMean)),
    polyline(
      'ours second',
      ours((row) => row.timeouts.mean),
    ),
    polyline('paper second', theirs(paper.timeoutsMean)),
    legend(
      ['path', 'ours'],
      ['path, paper', 'paper'],
      ['timeouts', 'ours second'],
      ['timeouts, paper', 'paper second'],
    ),
  ]);
}

function churn(rows, paper) {
  const x = scaleLinear([0, 0.4], SIZE.xRange);
  const y = scaleLinear([0, 16], SIZE.yRange);
  return frame('Failed lookups under churn', [
    ...axisTicks(x, y, { x: 'joins and leaves a second', y: 'failures per 10,000 lookups' }),
    polyline(
      'ours',
      rows.map((row) => [x(row.setUp.rate), y(row.failuresPer10k)]),
    ),
    polyline(
      'paper',
      paper.R.map((rate, at) => [x(rate), y(paper.failuresPer10k[at])]),
    ),
    legend(['this code', 'ours'], ['the paper', 'paper']),
  ]);
}
