// Draws a comparison: a panel for each load, a bar for each contender.
import { scaleBand, scaleLinear } from 'd3';
import { describeLoad, parseLoad } from '../measure/loads';
import type { Summary } from '../measure/measurement';
import type { Results } from './results';
import { figure } from '../tables/table';

const COLUMNS = 2;
const PANEL = { width: 520, title: 26, bar: 20, gap: 18, names: 104, words: 190 };
const MARGIN = { side: 20, top: 66, bottom: 16 };
const COLOURS: Readonly<Record<string, string>> = {
  bare: '#8a94a6',
  ring4: '#0b6e99',
  ring1: '#5aa7c7',
  'ring4-memory': '#5aa7c7',
  'ring4-http': '#5aa7c7',
  etcd3: '#c77d2e',
};
/** Of a further build. */
const COLOUR_OTHER = '#4f8a3d';
const INK = '#1c2430';
const FAINT = '#5b6675';

interface Panel {
  readonly title: string;
  readonly rows: readonly Summary[];
}

/** @returns a picture as SVG, readable on a light and on a dark page */
export function chartOf(results: Results): string {
  const panels = results.loads.flatMap(({ name }): Panel[] => {
    const rows = results.summaries.filter(({ load }) => load === name);
    return rows.length > 0 ? [{ title: describeLoad(parseLoad(name)), rows }] : [];
  });
  const most = Math.max(1, ...panels.map(({ rows }) => rows.length));
  const panelHeight = PANEL.title + most * PANEL.bar + PANEL.gap;
  const columns = Math.min(COLUMNS, Math.max(1, panels.length));
  const width = 2 * MARGIN.side + columns * PANEL.width;
  const height = MARGIN.top + Math.ceil(panels.length / columns) * panelHeight + MARGIN.bottom;
  const drawn = panels.map((panel, index) => {
    const x = MARGIN.side + (index % columns) * PANEL.width;
    const y = MARGIN.top + Math.floor(index / columns) * panelHeight;
    return `<g transform="translate(${x},${y})">${drawPanel(panel)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(
      MARGIN.side,
      26,
      'Operations a second, CPU of all servers per operation, p99',
      INK,
      16,
      600,
    ),
    text(MARGIN.side, 46, subtitle(results), FAINT),
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function subtitle({ rounds, durationSeconds, machine, at }: Results): string {
  return (
    `Medians of ${rounds} interleaved rounds of ${durationSeconds} s; ${machine.cores} cores for servers and load, ` +
    `Node ${machine.node}, ${at.slice(0, 10)}. A faint bar: other load on the machine.`
  );
}

function drawPanel({ title, rows }: Panel): string {
  const y = scaleBand<number>()
    .domain(rows.map((_, index) => index))
    .range([PANEL.title, PANEL.title + rows.length * PANEL.bar])
    .padding(0.2);
  const x = scaleLinear()
    .domain([0, Math.max(1e-9, ...rows.map(({ opsPerSecond }) => opsPerSecond))])
    .range([0, PANEL.width - PANEL.names - PANEL.words]);
  const bars = rows.map((row, index) => {
    const top = y(index) ?? 0;
    const length = Math.max(1, x(row.opsPerSecond));
    const base = top + y.bandwidth() / 2 + 4;
    const isOurs = row.contender === 'ring4';
    const opacity = row.spoiledRounds === row.rounds ? 0.45 : 1;
    return [
      text(
        PANEL.names - 8,
        base,
        row.contender,
        isOurs ? INK : FAINT,
        12,
        isOurs ? 600 : 400,
        'end',
      ),
      `<rect x="${PANEL.names}" y="${top.toFixed(1)}" width="${length.toFixed(1)}" height="${y.bandwidth().toFixed(1)}" rx="2" fill="${COLOURS[row.contender] ?? COLOUR_OTHER}" opacity="${opacity}"/>`,
      text(PANEL.names + length + 6, base, words(row), INK, 11),
    ].join('');
  });
  return text(0, 16, title, INK, 13, 600) + bars.join('\n');
}

function words({ opsPerSecond, cpuMicrosPerOp, p99Ms, errors }: Summary): string {
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const cpu =
    cpuMicrosPerOp >= 1000 ? `${figure(cpuMicrosPerOp / 1000)} ms` : `${figure(cpuMicrosPerOp)} µs`;
  const parts = [`${figure(opsPerSecond)}/s`, cpu, `p99 ${figure(p99Ms)} ms`];
  return [...parts, ...(failed > 0 ? [`${failed} errors`] : [])].join(' · ');
}

function text(
  x: number,
  y: number,
  content: string,
  fill: string,
  size = 12,
  weight = 400,
  anchor = 'start',
): string {
  return (
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${fill}" font-size="${size}" ` +
    `font-weight="${weight}" text-anchor="${anchor}">${escape(content)}</text>`
  );
}

const escape = (content: string) =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
