// The scale inside the band: the ids 0, ¼, ½ and ¾ of the circle.
import { line } from 'd3';
import { shorten } from '../geometry/ownership';
import { pointAt, tenth, type Point } from '../geometry/turns';

export interface Tick {
  readonly turn: number;
  readonly path: string;
  readonly at: Point;
  readonly text: string;
}

const NAMES = ['0', '¼', '½', '¾'];
/** Rings with at most so many bits show the number itself. */
const NUMBER_BITS_MAX = 16;

export function ticksOf(radius: number, bits: number): Tick[] {
  return NAMES.map((name, quarter) => {
    const turn = quarter / 4;
    const ends = [pointAt(turn, radius - 11), pointAt(turn, radius - 16)];
    const at = pointAt(turn, radius - 28);
    const path =
      line<Point>(
        (end) => end.x,
        (end) => end.y,
      )(ends) ?? '';
    const text = bits > 1 && bits <= NUMBER_BITS_MAX ? String(2 ** bits * turn) : name;
    return { turn, path: shorten(path), at: { x: tenth(at.x), y: tenth(at.y) }, text };
  });
}
