// The parts that all plots have: a named frame, axes, lines and a legend. Colours follow the page.
import { line } from 'd3';

const WIDTH = 640;
const HEIGHT = 360;
const MARGIN = { top: 40, right: 20, bottom: 48, left: 56 };

export const SIZE = {
  xRange: [MARGIN.left, WIDTH - MARGIN.right],
  yRange: [HEIGHT - MARGIN.bottom, MARGIN.top],
};

const STYLE = `text{font:12px system-ui,sans-serif;fill:#444}line.axis{stroke:#999}line.grid{stroke:#ddd}
line.range{stroke:#1f6f8b;stroke-opacity:.35;stroke-width:6}path{fill:none;stroke-width:2}
.ours{stroke:#1f6f8b}circle.ours{fill:#1f6f8b}.paper{stroke:#b5532a;stroke-dasharray:6 4}.second{stroke-opacity:.55}
@media (prefers-color-scheme: dark){text{fill:#ccc}line.grid{stroke:#444}.ours{stroke:#6cc3dd}.paper{stroke:#f0a070}}`;

/** A whole picture. `title` is its accessible name and stands above it. */
export function frame(title, parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}"><style>${STYLE}</style><text x="${MARGIN.left}" y="22" style="font-weight:600">${title}</text>${parts.join('')}</svg>`;
}

export function polyline(name, points) {
  return `<path class="${name}" d="${line().digits(1)(points)}"/>`;
}

/** Both axes with grid, ticks and names. */
export function axisTicks(x, y, { x: xName, y: yName, xTicks }) {
  const [left, right] = SIZE.xRange;
  const [bottom, top] = SIZE.yRange;
  const places = xTicks ?? (x.ticks ? x.ticks(8) : x.domain());
  return [
    ...y
      .ticks(6)
      .map(
        (value) =>
          `<line class="grid" x1="${left}" x2="${right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/><text x="${left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value}</text>`,
      ),
    ...places.map(
      (value) =>
        `<text x="${x(value).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${value}</text>`,
    ),
    `<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    `<text x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle">${xName}</text>`,
    `<text x="14" y="${(top + bottom) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(top + bottom) / 2})">${yName}</text>`,
  ];
}

export function legend(...entries) {
  const left = SIZE.xRange[0] + 16;
  return entries
    .map(([text, name], at) => {
      const y = SIZE.yRange[1] + 14 + 18 * at;
      return `<path class="${name}" d="M${left},${y}h28"/><text x="${left + 36}" y="${y + 4}">${text}</text>`;
    })
    .join('');
}
