// Finds the node nearest to the pointer among very many.
import type { Point } from '../geometry/turns';
import { LABEL_ROOM_PX, radiusFor } from './swarm-brush';
import type { SwarmPicture } from './swarm-model';

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
