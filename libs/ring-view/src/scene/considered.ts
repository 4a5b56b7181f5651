// The fingers that a node can choose from on the way to a key, and those that would pass it.
import { chordBetween, curvePath } from '../geometry/curves';
import { clockwise, pointAt, tenth, type Point } from '../geometry/turns';
import type { RingMember } from '../model/model';
import { fingerWords } from './relations';
import type { Stage } from './stage';

export interface ConsideredFinger {
  readonly address: string;
  readonly path: string;
  /** True when it lies beyond the key: asking it would pass the key. */
  readonly beyond: boolean;
  /** The point at which it is crossed out. */
  readonly at: Point;
  readonly words: string;
}

const TRIM_PX = 15;
const INSIDE_PX = 26;

export function consideredFingers(
  { node, fingers }: RingMember,
  keyPosition: number,
  { radius }: Stage,
): ConsideredFinger[] {
  const toKey = clockwise(node.position, keyPosition);
  return fingers
    .filter((run) => run.node.id !== node.id)
    .map((run) => {
      const { x, y } = pointAt(run.node.position, radius - INSIDE_PX);
      return {
        address: run.node.address,
        path: curvePath(chordBetween(node.position, run.node.position, radius, TRIM_PX)),
        beyond: clockwise(node.position, run.node.position) >= toKey,
        at: { x: tenth(x), y: tenth(y) },
        words: fingerWords(run),
      };
    });
}
