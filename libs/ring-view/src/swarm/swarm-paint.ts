// Knows how a ring of up to a thousand nodes is painted. Pure: a context and data in, pixels out.
import { angleOf, pointAt, type Point } from '../geometry/turns';
import type { SwarmPicture, SwarmPointers, SwarmTrail } from './swarm-model';

export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly track: string;
  readonly well: string;
  readonly coming: string;
  readonly going: string;
  readonly lost: string;
  readonly hop: string;
  readonly finger: string;
  readonly successor: string;
  readonly key: string;
  readonly surface: string;
}

export interface SwarmScene {
  readonly picture: SwarmPicture;
  readonly trails: readonly SwarmTrail[];
  readonly pointers: SwarmPointers | null;
  readonly selected: number | null;
}

const LABELLED_MAX = 64;
const LABEL_ROOM_PX = 26;
const TRAIL_MS = 6_000;
const STRAIGHT_PX = 12;
/** A name of three letters, and a gap. */
const LABEL_PX = 30;
const MEMBER = 0;

export const radiusFor = (size: number): number => size / 2 - LABEL_ROOM_PX - 6;

/** @param size of the square, in CSS pixels; the origin is its centre */
export function paintSwarm(
  context: CanvasRenderingContext2D,
  size: number,
  scene: SwarmScene,
  palette: Palette,
): void {
  const { picture } = scene;
  const radius = radiusFor(size);
  const places = new Map(Array.from(picture.numbers, (number, place) => [number, place]));
  const at = (number: number): Point | null => {
    const place = places.get(number);
    return place === undefined ? null : pointAt(picture.turns[place] ?? 0, radius);
  };
  context.clearRect(-size / 2, -size / 2, size, size);
  context.lineCap = 'round';
  paintTrack(context, radius, palette);
  paintSuccessors(context, picture, radius, palette);
  if (scene.pointers) paintPointers(context, scene.pointers, at, palette);
  for (const trail of scene.trails) paintTrail(context, trail, picture.ms, at, radius, palette);
  paintNodes(context, scene, radius, palette);
}

function paintTrack(context: CanvasRenderingContext2D, radius: number, { track }: Palette): void {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.strokeStyle = track;
  context.lineWidth = 10;
  context.stroke();
}

/** A right pointer runs along the circle; a wrong one is a chord through it, and is seen at once. */
function paintSuccessors(
  context: CanvasRenderingContext2D,
  { turns, successors, states }: SwarmPicture,
  radius: number,
  { successor }: Palette,
): void {
  context.strokeStyle = successor;
  context.lineWidth = 1.5;
  context.beginPath();
  for (let place = 0; place < turns.length; place += 1) {
    const next = successors[place] ?? -1;
    if (next < 0 || states[place] === 4) continue;
    const from = turns[place] ?? 0;
    const distance = ((turns[next] ?? 0) - from + 1) % 1;
    const start = pointAt(from, radius);
    context.moveTo(start.x, start.y);
    const quarter = Math.PI / 2;
    // So short a piece of the circle is a line to the eye, and much less work.
    if (distance * 2 * Math.PI * radius < STRAIGHT_PX) {
      const end = pointAt(turns[next] ?? 0, radius);
      context.lineTo(end.x, end.y);
    } else if (distance < 0.5)
      context.arc(0, 0, radius, angleOf(from) - quarter, angleOf(from + distance) - quarter);
    else {
      const end = pointAt(turns[next] ?? 0, radius);
      context.lineTo(end.x, end.y);
    }
  }
  context.stroke();
}

function paintPointers(
  context: CanvasRenderingContext2D,
  { number, fingers, successors }: SwarmPointers,
  at: (number: number) => Point | null,
  palette: Palette,
): void {
  const from = at(number);
  if (!from) return;
  context.lineWidth = 1.5;
  context.strokeStyle = palette.finger;
  for (const { node } of fingers) {
    const to = at(node);
    if (to) paintCurve(context, from, to);
  }
  context.fillStyle = palette.successor;
  for (const next of successors) {
    const to = at(next);
    if (!to) continue;
    const out = 1.045;
    context.beginPath();
    context.arc(to.x * out, to.y * out, 2.5, 0, 2 * Math.PI);
    context.fill();
  }
}

function paintTrail(
  context: CanvasRenderingContext2D,
  { hops, turn, key }: SwarmTrail,
  nowMs: number,
  at: (number: number) => Point | null,
  radius: number,
  palette: Palette,
): void {
  const lastMs = hops.at(-1)?.atMs ?? 0;
  if (hops.length > 0 && nowMs - lastMs > TRAIL_MS) return;
  for (const [index, hop] of hops.entries()) {
    const from = at(hop.from);
    const to = at(hop.to);
    if (!from || !to) continue;
    context.strokeStyle = hop.state === 'failed' ? palette.lost : palette.hop;
    context.lineWidth = 2.5;
    context.setLineDash(hop.state === 'answered' ? [] : [5, 5]);
    const middle = paintCurve(context, from, to);
    context.setLineDash([]);
    paintBadge(context, middle, String(index + 1), context.strokeStyle, palette.surface);
  }
  const mark = pointAt(turn, radius);
  context.fillStyle = palette.key;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.25;
  context.beginPath();
  context.moveTo(mark.x, mark.y - 8);
  context.lineTo(mark.x + 6, mark.y);
  context.lineTo(mark.x, mark.y + 8);
  context.lineTo(mark.x - 6, mark.y);
  context.closePath();
  context.fill();
  context.stroke();
  const inside = pointAt(turn, radius - 20);
  context.fillStyle = palette.ink;
  context.font = 'italic 12px monospace';
  context.textAlign = 'center';
  context.fillText(key.slice(0, 16), inside.x, inside.y + 4);
}

/** @returns its middle */
function paintCurve(context: CanvasRenderingContext2D, from: Point, to: Point): Point {
  const pull = { x: ((from.x + to.x) / 2) * 0.45, y: ((from.y + to.y) / 2) * 0.45 };
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.quadraticCurveTo(pull.x, pull.y, to.x, to.y);
  context.stroke();
  return { x: (from.x + to.x) / 4 + pull.x / 2, y: (from.y + to.y) / 4 + pull.y / 2 };
}

function paintBadge(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  text: string,
  fill: string | CanvasGradient | CanvasPattern,
  ink: string,
): void {
  context.fillStyle = fill;
  context.beginPath();
  context.arc(x, y, 8, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = ink;
  context.font = '600 10px sans-serif';
  context.textAlign = 'center';
  context.fillText(text, x, y + 3.5);
}

function paintNodes(
  context: CanvasRenderingContext2D,
  { picture, selected }: SwarmScene,
  radius: number,
  palette: Palette,
): void {
  const count = picture.numbers.length;
  const isFew = count <= LABELLED_MAX;
  const mark = isFew ? 7 : Math.max(2.5, Math.min(5, (radius * 3) / count + 1.5));
  const labelled = isFew ? placesToLabel(picture.turns, radius) : new Set<number>();
  paintMembers(context, picture, radius, mark, palette);
  for (let place = 0; place < count; place += 1) {
    const turn = picture.turns[place] ?? 0;
    const number = picture.numbers[place] ?? 0;
    const point = pointAt(turn, radius);
    const state = picture.states[place] ?? MEMBER;
    if (state !== MEMBER) paintNode(context, point, mark, state, palette);
    if (picture.slow[place]) ring(context, point, mark + 3, palette.coming);
    if (number === selected) ring(context, point, mark + 5, palette.ink);
    if (number !== selected && !labelled.has(place)) continue;
    const label = pointAt(turn, radius + LABEL_ROOM_PX - 6);
    context.fillStyle = palette.ink;
    context.font = '12px monospace';
    context.textAlign = 'center';
    context.fillText(`n${number}`, label.x, label.y + 4);
  }
}

/** Those whose names find room: none covers the one before it. */
function placesToLabel(turns: ArrayLike<number>, radius: number): Set<number> {
  const inOrder = Array.from(turns, (turn, place) => ({ turn, place }));
  inOrder.sort((a, b) => a.turn - b.turn);
  const labelled = new Set<number>();
  let last = -1;
  const circlePx = 2 * Math.PI * (radius + LABEL_ROOM_PX);
  for (const { turn, place } of inOrder) {
    if (last >= 0 && (turn - last) * circlePx < LABEL_PX) continue;
    labelled.add(place);
    last = turn;
  }
  return labelled;
}

/** Nearly all nodes are members: their dots are one shape, filled at once. */
function paintMembers(
  context: CanvasRenderingContext2D,
  { turns, states }: SwarmPicture,
  radius: number,
  size: number,
  { well }: Palette,
): void {
  context.beginPath();
  for (let place = 0; place < turns.length; place += 1) {
    if (states[place] !== MEMBER) continue;
    const { x, y } = pointAt(turns[place] ?? 0, radius);
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
  context.fillStyle = well;
  context.fill();
}

/** Every other state has a shape and a colour of its own: triangle, square, hollow dot, cross. */
function paintNode(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  size: number,
  state: number,
  palette: Palette,
): void {
  context.beginPath();
  context.lineWidth = 1.5;
  switch (state) {
    case 1:
      context.fillStyle = palette.coming;
      context.moveTo(x, y - size * 1.2);
      context.lineTo(x + size * 1.1, y + size * 0.8);
      context.lineTo(x - size * 1.1, y + size * 0.8);
      context.fill();
      break;
    case 2:
      context.fillStyle = palette.going;
      context.fillRect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7);
      break;
    case 3:
      context.arc(x, y, size, 0, 2 * Math.PI);
      context.fillStyle = palette.surface;
      context.strokeStyle = palette.muted;
      context.fill();
      context.stroke();
      break;
    case 4:
      context.strokeStyle = palette.lost;
      context.lineWidth = Math.max(1.5, size / 3);
      context.moveTo(x - size * 0.8, y - size * 0.8);
      context.lineTo(x + size * 0.8, y + size * 0.8);
      context.moveTo(x + size * 0.8, y - size * 0.8);
      context.lineTo(x - size * 0.8, y + size * 0.8);
      context.stroke();
      break;
  }
}

function ring(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  radius: number,
  stroke: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = stroke;
  context.lineWidth = 1.75;
  context.stroke();
}

/** The node nearest to a point, in pixels from the centre; null when none is near. */
export function nodeNear(picture: SwarmPicture, point: Point, size: number): number | null {
  const radius = radiusFor(size);
  const distance = Math.hypot(point.x, point.y);
  if (Math.abs(distance - radius) > LABEL_ROOM_PX) return null;
  const turn = (Math.atan2(point.x, -point.y) / (2 * Math.PI) + 1) % 1;
  let best: number | null = null;
  let bestGap = 16 / (2 * Math.PI * radius);
  for (let place = 0; place < picture.numbers.length; place += 1) {
    const gap = Math.abs((((picture.turns[place] ?? 0) - turn + 1.5) % 1) - 0.5);
    if (gap >= bestGap) continue;
    bestGap = gap;
    best = picture.numbers[place] ?? null;
  }
  return best;
}
