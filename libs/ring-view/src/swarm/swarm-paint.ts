// Paints a ring of up to a thousand nodes frame by frame; most frames equal the one before.
import { pointAt, type Point } from '../geometry/turns';
import { nameNode, paintCurve, radiusFor, ring, type Palette, type Sheet } from './swarm-brush';
import type { SwarmPicture, SwarmPointers, SwarmTrail } from './swarm-model';
import { markOf, StillLayers, type Layer } from './swarm-still';
import { isOver, isSeen, lookOf, paintTrail } from './swarm-trail';

export interface SwarmScene {
  readonly picture: SwarmPicture;
  readonly trails: readonly SwarmTrail[];
  readonly pointers: SwarmPointers | null;
  readonly selected: number | null;
}

type PlaceOf = (number: number) => Point | null;

/** Paints only the differences: strokes and discs take the time, and copying a layer takes none. */
export class SwarmPainter {
  private readonly still: StillLayers;
  private moving = '';

  /** @param make creates an empty surface */
  constructor(make: () => Layer) {
    this.still = new StillLayers(make);
  }

  /**
   * @param context its origin is the centre, in CSS pixels
   * @returns false when nothing had changed
   */
  paint(context: CanvasRenderingContext2D, scene: SwarmScene, sheet: Sheet): boolean {
    const { picture, pointers, selected } = scene;
    const { size, palette } = sheet;
    const trails = scene.trails.filter((trail) => isSeen(trail, picture.ms));
    const live = trails.filter((trail) => !isOver(trail));
    const moving = JSON.stringify([pointers, selected, live.map(lookOf)]);
    const radius = radiusFor(size);
    const placeOf = placesOf(picture, radius);
    const isNew = this.still.update(picture, trails.filter(isOver), placeOf, sheet);
    if (!isNew && moving === this.moving) return false;
    this.moving = moving;
    context.clearRect(-size / 2, -size / 2, size, size);
    this.still.layUnder(context, size);
    if (pointers) paintPointers(context, pointers, placeOf, palette);
    for (const trail of live) paintTrail(context, trail, placeOf, radius, palette);
    this.still.layOver(context, size);
    if (selected !== null) paintSelected(context, picture, selected, radius, palette);
    return true;
  }
}

function placesOf({ numbers, turns }: SwarmPicture, radius: number): PlaceOf {
  let places: Map<number, number> | undefined;
  return (number) => {
    places ??= new Map(Array.from(numbers, (one, place) => [one, place]));
    const place = places.get(number);
    return place === undefined ? null : pointAt(turns[place] ?? 0, radius);
  };
}

function paintSelected(
  context: CanvasRenderingContext2D,
  { numbers, turns }: SwarmPicture,
  selected: number,
  radius: number,
  palette: Palette,
): void {
  const place = Array.from(numbers).indexOf(selected);
  if (place < 0) return;
  const turn = turns[place] ?? 0;
  ring(context, pointAt(turn, radius), markOf(numbers.length, radius) + 5, palette.ink);
  nameNode(context, selected, turn, radius, palette);
}

function paintPointers(
  context: CanvasRenderingContext2D,
  { number, fingers, successors }: SwarmPointers,
  at: PlaceOf,
  palette: Palette,
): void {
  const from = at(number);
  if (!from) return;
  context.lineCap = 'round';
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
