// The area in which a pointer selects each node: the stretch of the band that is nearer to it than to its neighbours.
import { clockwise, pointAt, tenth, type Point } from '../geometry/turns';

/** Pixels to each side of a node without near neighbours; a finger needs that much. */
const REACH_PX = 14;

/**
 * The outline of that area round (0, 0), as SVG path data. Those of neighbours never overlap, so that each of two nodes
 * close together can be selected.
 * @param turns clockwise
 * @param radius pixels from the centre of the ring to its nodes
 */
export function targetPath(turns: readonly number[], index: number, radius: number): string {
  const turn = turns[index] ?? 0;
  const centre = pointAt(turn, radius);
  const reach = REACH_PX / (2 * Math.PI * radius);
  const half = (from: number, to: number): number =>
    turns.length > 1 ? Math.min(reach, clockwise(from, to) / 2) : reach;
  const start = turn - half(turns.at(index - 1) ?? 0, turn);
  const end = turn + half(turn, turns[(index + 1) % turns.length] ?? 0);
  const corner = (at: number, distance: number): string => {
    const point: Point = pointAt(at, distance);
    return `${tenth(point.x - centre.x)} ${tenth(point.y - centre.y)}`;
  };
  const [inner, outer] = [radius - REACH_PX, radius + REACH_PX];
  const corners = [
    corner(start, inner),
    corner(start, outer),
    corner(end, outer),
    corner(end, inner),
  ];
  return `M${corners.join('L')}Z`;
}
