// The static part of a ring of very many nodes, painted only when it has changed.
import { angleOf, pointAt, type Point } from '../geometry/turns';
import { LABEL_ROOM_PX, nameNode, radiusFor, ring, type Palette, type Sheet } from './swarm-brush';
import type { SwarmPicture, SwarmTrail } from './swarm-model';
import { lookOf, paintTrail } from './swarm-trail';

const LABELLED_MAX = 64;
const STRAIGHT_PX = 12;
/** The width in pixels of a name of three letters, and a gap. */
const LABEL_PX = 30;
const MEMBER = 0;

/** A surface that is copied into another picture. */
export type Layer = HTMLCanvasElement;

interface Painted extends Sheet {
  readonly picture: SwarmPicture;
}

/** Three layers: below the paths of lookups; the finished paths; above the paths. */
export class StillLayers {
  private readonly under: Layer;
  private readonly trodden: Layer;
  private readonly over: Layer;
  private painted: Painted | null = null;
  private ways = '';

  constructor(make: () => Layer) {
    this.under = make();
    this.trodden = make();
    this.over = make();
  }

  /**
   * @param trails finished ones
   * @returns true when a layer was repainted
   */
  update(
    picture: SwarmPicture,
    trails: readonly SwarmTrail[],
    placeOf: (number: number) => Point | null,
    sheet: Sheet,
  ): boolean {
    const ways = trails.map(lookOf).join('\n');
    const isSameRing = this.painted !== null && isSame(this.painted, { picture, ...sheet });
    if (isSameRing && ways === this.ways) return false;
    const { size, palette } = sheet;
    const radius = radiusFor(size);
    if (!isSameRing) {
      const under = clean(this.under, sheet);
      if (under) {
        paintTrack(under, radius, palette);
        paintSuccessors(under, picture, radius, palette);
      }
      const over = clean(this.over, sheet);
      if (over) paintNodes(over, picture, radius, palette);
      this.painted = { picture, ...sheet };
    }
    const trodden = clean(this.trodden, sheet);
    if (trodden) {
      lay(this.under, trodden, size);
      for (const trail of trails) paintTrail(trodden, trail, placeOf, radius, palette);
    }
    this.ways = ways;
    return true;
  }

  /** The origin of `context` is the centre. */
  layUnder(context: CanvasRenderingContext2D, size: number): void {
    lay(this.trodden, context, size);
  }

  layOver(context: CanvasRenderingContext2D, size: number): void {
    lay(this.over, context, size);
  }
}

function lay(layer: Layer, context: CanvasRenderingContext2D, size: number): void {
  context.drawImage(layer, -size / 2, -size / 2, size, size);
}

function isSame(a: Painted, b: Painted): boolean {
  const [one, other] = [a.picture, b.picture];
  return (
    a.size === b.size &&
    a.scale === b.scale &&
    a.palette === b.palette &&
    isEqual(one.states, other.states) &&
    isEqual(one.successors, other.successors) &&
    isEqual(one.turns, other.turns) &&
    isEqual(one.numbers, other.numbers) &&
    isEqual(one.slow, other.slow)
  );
}

function isEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let place = 0; place < a.length; place += 1) if (a[place] !== b[place]) return false;
  return true;
}

/** @returns the context of an empty layer, with the origin in the centre */
function clean(
  layer: Layer,
  { size, scale }: Pick<Sheet, 'size' | 'scale'>,
): CanvasRenderingContext2D | null {
  layer.width = Math.round(size * scale);
  layer.height = layer.width;
  const context = layer.getContext('2d');
  context?.setTransform(scale, 0, 0, scale, layer.width / 2, layer.width / 2);
  return context;
}

function paintTrack(context: CanvasRenderingContext2D, radius: number, { track }: Palette): void {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.strokeStyle = track;
  context.lineWidth = 10;
  context.stroke();
}

/** A right pointer runs along the circle; a wrong one is a chord through it, which is visible at once. */
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
    // A short piece of the circle looks like a line, and a line costs much less.
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

function paintNodes(
  context: CanvasRenderingContext2D,
  picture: SwarmPicture,
  radius: number,
  palette: Palette,
): void {
  const count = picture.numbers.length;
  const mark = markOf(count, radius);
  const labelled = count <= LABELLED_MAX ? placesToLabel(picture.turns, radius) : new Set<number>();
  paintMembers(context, picture, radius, mark, palette);
  for (let place = 0; place < count; place += 1) {
    const turn = picture.turns[place] ?? 0;
    const state = picture.states[place] ?? MEMBER;
    if (state !== MEMBER) paintNode(context, pointAt(turn, radius), mark, state, palette);
    if (picture.slow[place]) ring(context, pointAt(turn, radius), mark + 3, palette.coming);
    if (labelled.has(place)) nameNode(context, picture.numbers[place] ?? 0, turn, radius, palette);
  }
}

/** The size of a node's mark in pixels. */
export function markOf(count: number, radius: number): number {
  return count <= LABELLED_MAX ? 7 : Math.max(2.5, Math.min(5, (radius * 3) / count + 1.5));
}

/** The indexes of the nodes whose names fit: none covers the one before it, nor the last the first. */
function placesToLabel(turns: ArrayLike<number>, radius: number): Set<number> {
  const inOrder = Array.from(turns, (turn, place) => ({ turn, place }));
  inOrder.sort((a, b) => a.turn - b.turn);
  const labelled = new Set<number>();
  const first = inOrder[0]?.turn ?? 0;
  let last = -1;
  const circlePx = 2 * Math.PI * (radius + LABEL_ROOM_PX);
  for (const { turn, place } of inOrder) {
    const isNear = (turn - last) * circlePx < LABEL_PX || (first + 1 - turn) * circlePx < LABEL_PX;
    if (last >= 0 && isNear) continue;
    labelled.add(place);
    last = turn;
  }
  return labelled;
}

/** Nearly all nodes are members: their dots are one path, filled at once. */
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
