// Draws the graph of rooms: a column of rooms for each place, the lowest at the bottom, and an arc from each to those
// that it imports. An arc that leads upwards would be drawn on the other side, in red.

/** @typedef {import('./room-graph.mjs').Graph} Graph */

const ROW = 17;
const TITLE = 30;
const GAP = 26;
const LABEL = 128;
const COLUMN = 292;
const COLUMNS = 4;
const ARC_MAX = COLUMN - LABEL - 26;

const STYLE = `
text { font: 11px ui-sans-serif, system-ui, sans-serif; fill: #1c2430 }
.title { font-weight: 600; font-size: 13px }
.room { text-anchor: end }
circle { fill: #0b6e99 }
path { fill: none; stroke: #0b6e99; stroke-opacity: .45; stroke-width: 1.1 }
.upwards { stroke: #c2410c; stroke-opacity: 1; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  circle { fill: #5ab6e0 }
  path { stroke: #5ab6e0 }
  .upwards { stroke: #ff8a5c }
}`;

/** @param {readonly Graph[]} graphs @returns {string} SVG */
export function pictureOf(graphs) {
  const filled = Array.from({ length: COLUMNS }, () => 0);
  const panels = graphs.map((graph) => {
    const column = filled.indexOf(Math.min(...filled));
    const top = filled[column] ?? 0;
    filled[column] = top + heightOf(graph);
    return panelOf(graph, column * COLUMN, top);
  });
  const [width, height] = [COLUMNS * COLUMN, Math.max(...filled)];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-label="The rooms of each place, the lowest at the bottom, with an arc to each room that one imports: all lead down">` +
    `<style>${STYLE}\n</style>\n${panels.join('\n')}\n</svg>\n`
  );
}

/** @param {Graph} graph @returns {number} */
function heightOf({ rooms }) {
  return TITLE + rooms.length * ROW + GAP;
}

/** @param {Graph} graph @param {number} left @param {number} top @returns {string} */
function panelOf({ title, rooms, arrows }, left, top) {
  const yOf = (/** @type {string} */ room) =>
    top + TITLE + (rooms.length - 1 - rooms.indexOf(room)) * ROW + ROW / 2;
  const x = left + LABEL;
  const step = Math.min(14, ARC_MAX / Math.max(1, rooms.length - 1));
  const arcs = arrows.map(([from, to]) => {
    const [start, end] = [yOf(from), yOf(to)];
    const isDown = end > start;
    // The middle of a cubic curve lies three quarters of the way to its handles.
    const reach = ((Math.abs(end - start) / ROW) * step + 6) / 0.75;
    const handle = round(isDown ? x + reach : x - reach);
    const mark = isDown ? '' : ' class="upwards"';
    return `<path${mark} d="M${x} ${start}C${handle} ${start} ${handle} ${end} ${x} ${end}"/>`;
  });
  const names = rooms.map(
    (room) =>
      `<text class="room" x="${x - 8}" y="${yOf(room) + 4}">${shown(room, title)}</text>` +
      `<circle cx="${x}" cy="${yOf(room)}" r="2.6"/>`,
  );
  const head = `<text class="title" x="${left + 8}" y="${top + 18}">${title}</text>`;
  return `<g>${head}${arcs.join('')}${names.join('')}</g>`;
}

/** @param {string} room @param {string} title @returns {string} */
function shown(room, title) {
  return room === '.' ? `${title.split('/').at(-1)}/*.ts` : room;
}

/** @param {number} value @returns {number} */
function round(value) {
  return Math.round(value * 10) / 10;
}
