// Draws the pointers of one selected member: fingers as chords, successors outside, predecessor inside.
import { chordBetween, curvePath } from '../geometry/curves';
import { arcLine } from '../geometry/ownership';
import { arcEnd, clockwise, pointAt, tenth, type Point } from '../geometry/turns';
import type { FingerRun, RingMember } from '../model/model';
import type { Stage } from './stage';

export interface FingerChord {
  readonly address: string;
  readonly path: string;
  readonly words: string;
}

export interface Relations {
  readonly fingers: readonly FingerChord[];
  /** The line along the successor list, and a dot for every entry in order. */
  readonly successorLine: string | null;
  readonly successors: readonly { readonly number: number; readonly at: Point }[];
  readonly predecessorLine: string | null;
}

const NONE: Relations = { fingers: [], successorLine: null, successors: [], predecessorLine: null };
const TRIM_PX = 15;
const OUTSIDE_PX = 17;
const OUTSIDE_COMPACT_PX = 13;
const INSIDE_PX = 15;

export function relationsOf(member: RingMember | undefined, { radius, compact }: Stage): Relations {
  if (!member) return NONE;
  const own = member.node;
  const others = member.successors.filter(({ id }) => id !== own.id);
  const last = others.at(-1);
  const before = member.predecessor && member.predecessor.id !== own.id ? member.predecessor : null;
  const outside = radius + (compact ? OUTSIDE_COMPACT_PX : OUTSIDE_PX);
  return {
    fingers: member.fingers
      .filter(({ node }) => node.id !== own.id)
      .map((run) => ({
        address: run.node.address,
        path: curvePath(chordBetween(own.position, run.node.position, radius, TRIM_PX)),
        words: fingerWords(run),
      })),
    successorLine: last
      ? arcLine(own.position, arcEnd(own.position, last.position), outside)
      : null,
    successors: others
      .map(({ position }, index) => ({ position, number: index + 1 }))
      .filter(({ position }) => clockwise(own.position, position) > 0)
      .map(({ position, number }) => ({ number, at: rounded(pointAt(position, outside)) })),
    predecessorLine: before
      ? arcLine(before.position, arcEnd(before.position, own.position), radius - INSIDE_PX)
      : null,
  };
}

/** `finger 3` or `fingers 3 to 7`. */
export function fingerWords({ firstIndex, lastIndex }: FingerRun): string {
  return firstIndex === lastIndex
    ? `finger ${firstIndex}`
    : `fingers ${firstIndex} to ${lastIndex}`;
}

const rounded = ({ x, y }: Point): Point => ({ x: tenth(x), y: tenth(y) });
