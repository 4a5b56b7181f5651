// The products of the graph of rooms: the picture, and the table of docs/architecture.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders } from '../../eslint.rooms.mjs';
import { orderText } from '../../eslint.folders.mjs';
import { readGraphs } from './room-graph.mjs';
import { pictureOf } from './room-picture.mjs';
import { root } from './root.mjs';

const PICTURE = 'docs/images/rooms.svg';
const PAGE = 'docs/architecture.md';
const BEGIN = '<!-- Made by `npm run graph`; the order is written down in eslint.rooms.mjs. -->';
const END = '<!-- The end of what is made. -->';

/** @returns {Record<string, string>} the text of each file, as it has to be */
export function readMade() {
  const { projects, places } = readGraphs();
  const page = readFileSync(join(root, PAGE), 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${PAGE} lacks the marks ${BEGIN} and ${END}`);
  const rows = [...folders.keys()]
    .sort()
    .map((place) => `| \`${place}\` | \`${orderText(place)}\` |`);
  const table = ['| place | its folders, the lowest first |', '| --- | --- |', ...rows].join('\n');
  const made = `${BEGIN}\n<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->\n`;
  return {
    // Two rooms need no picture.
    [PICTURE]: pictureOf([projects, ...places.filter(({ rooms }) => rooms.length > 2)]),
    [PAGE]: page.slice(0, from) + made + page.slice(to),
  };
}
